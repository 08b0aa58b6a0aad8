// Where it is on a drawing of the premises: a press on it, or two numbers. The drawings are kept on the phone with the page.
const maps = document.querySelector("dialog[data-maps]");
let marking = null; // the item that is being marked

const showMark = (item) => {
  const place = item.querySelector("[data-place]");
  if (!place || !maps) return;
  const [map] = field(item, "mark").value.split(":");
  const drawing = maps.querySelector(`[data-map="${CSS.escape(map)}"]`);
  const told = place.querySelector("[data-marked]");
  place.querySelector("[data-mark]").hidden = Boolean(drawing);
  told.hidden = !drawing;
  if (!drawing) return told.replaceChildren();
  told.replaceChildren(words("marked").replace("{map}", drawing.dataset.title), " ", button(words("takeAway"), () => setMark(item, "")));
};
const setMark = async (item, value) => {
  field(item, "mark").value = value;
  showMark(item);
  await begin(item);
};
const placed = async (drawing, across, down) => {
  const item = marking;
  maps.close();
  if (!item || !(across >= 0 && across <= 1 && down >= 0 && down <= 1)) return;
  await setMark(item, `${drawing.dataset.map}:${across.toFixed(4)}:${down.toFixed(4)}`);
  more(item).querySelector("[data-marked] button").focus();
};
const listenToMaps = () => {
  for (const drawing of maps.querySelectorAll("[data-map]")) {
    drawing.querySelector("img").addEventListener("click", (event) => {
      const { left, top, width, height } = event.target.getBoundingClientRect();
      placed(drawing, (event.clientX - left) / width, (event.clientY - top) / height);
    });
    drawing.querySelector("[data-put]").addEventListener("click", () => {
      const [across, down] = ["across", "down"].map((name) => drawing.querySelector(`[data-${name}]`));
      if (across.value && down.value) placed(drawing, across.value / 100, down.value / 100);
    });
  }
  maps.querySelector("[data-close]").addEventListener("click", () => maps.close());
  form.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-mark]");
    if (!pressed) return;
    marking = itemOf(pressed);
    maps.showModal();
  });
};
