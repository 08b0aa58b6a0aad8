// A draft on this phone: kept only when the person ticks so, never files or passwords, gone when handed in.
const form = document.querySelector("form[data-draft]");
const done = document.querySelector("[data-draft-done]");
const place = (name) => `huiyin-draft:${name}`;

const fields = () =>
  [...form.elements].filter(
    (one) => one.name && !["hidden", "file", "password", "submit", "button"].includes(one.type) && !one.matches("[data-draft-keep]"),
  );
const written = () =>
  fields()
    .filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked)
    .map((one) => [one.name, one.value]);
const restore = (kept) => {
  for (const [name, value] of kept) {
    for (const one of fields().filter((field) => field.name === name)) {
      if (["radio", "checkbox"].includes(one.type)) one.checked = one.checked || one.value === value;
      else if (!one.value) one.value = value;
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
};
const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

if (done) localStorage.removeItem(place(done.dataset.draftDone));
if (form) {
  const key = place(form.dataset.draft);
  const offer = form.querySelector("[data-draft-offer]");
  const tick = form.querySelector("[data-draft-keep]");
  const kept = read(key);
  if (offer) offer.hidden = false;
  if (kept && tick) {
    tick.checked = true;
    restore(kept);
  }
  const keep = () => {
    if (!tick) return;
    if (tick.checked) localStorage.setItem(key, JSON.stringify(written()));
    else localStorage.removeItem(key);
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}
