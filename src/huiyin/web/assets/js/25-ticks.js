// A long list of ticks by unit: a unit at once, how many are ticked, and a filter as one types. Without script each of them is there but the filter.
for (const list of document.querySelectorAll("[data-ticks]")) {
  const units = [...list.querySelectorAll("details")];
  const boxes = (unit) => [...unit.querySelectorAll("[data-tick]")];
  const tell = () => {
    let all = 0;
    for (const unit of units) {
      const ticked = boxes(unit).filter((box) => box.checked).length;
      all += ticked;
      unit.querySelector("[data-ticked]").textContent = ticked ? `${ticked} / ` : "";
      const whole = unit.querySelector("[data-whole]");
      if (whole) whole.checked = ticked === boxes(unit).length;
    }
    list.querySelector("[data-all]").textContent = list.dataset.ticks.replace("{number}", all);
  };
  list.addEventListener("change", (event) => {
    const { target } = event;
    if (target.matches("[data-whole]")) {
      for (const box of boxes(target.closest("details"))) box.checked = target.checked;
    }
    tell();
  });
  const filter = list.querySelector("[data-filter]");
  const first = units.map((unit) => unit.open);
  filter.closest("[hidden]").hidden = false;
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it filters; it does not send the form
  });
  filter.addEventListener("input", () => {
    const words = filter.value.trim().toLowerCase();
    units.forEach((unit, number) => {
      const named = unit.querySelector("summary").textContent.toLowerCase().includes(words);
      let shown = 0;
      for (const item of unit.querySelectorAll("[data-item]")) {
        item.hidden = !named && !item.textContent.toLowerCase().includes(words);
        shown += !item.hidden;
      }
      unit.hidden = !shown;
      unit.open = words ? shown > 0 : first[number];
      const whole = unit.querySelector("[data-wholeitem]");
      if (whole) whole.hidden = Boolean(words) && !named;
    });
  });
  tell();
}
