// Single keys for those who work with lists all day. Off in fields, off by choice (WCAG 2.1.4), off with Ctrl, Alt, Meta.
const items = [...document.querySelectorAll("[data-item]")];
const writing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
let here = -1;

const move = (step) => {
  if (!items.length) return;
  here = Math.min(Math.max(here + step, 0), items.length - 1);
  for (const item of items) item.classList.toggle("is-here", item === items[here]);
  items[here].querySelector("a").focus();
  items[here].scrollIntoView({ block: "nearest" });
};
const chip = () => {
  const found = (items[here] || document).querySelector("details.hy-chip");
  if (!found) return;
  found.open = !found.open;
  found.querySelector("summary").focus();
};
const press = (key) => {
  const target = document.querySelector(`[data-key="${key}"]`);
  if (target) target.click();
  return Boolean(target);
};
const search = () => {
  const box = document.querySelector("input[type=search]");
  if (box) box.focus();
  else if (document.body.dataset.search) location.assign(document.body.dataset.search);
};
const help = () => {
  const box = document.querySelector("[data-key-help]");
  if (!box) return;
  box.open = true;
  box.querySelector("summary").focus();
};
const acts = {
  "/": search,
  "?": help,
  j: () => move(1),
  k: () => move(-1),
  d: chip,
  n: () => press("N") || (document.body.dataset.new && location.assign(document.body.dataset.new)),
  r: () => press("R"),
};

if (document.body.dataset.keys === "on") {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || writing(event.target)) return;
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  for (const item of items) item.addEventListener("focusin", () => (here = items.indexOf(item)));
}
