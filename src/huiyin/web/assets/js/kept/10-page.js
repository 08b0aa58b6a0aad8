// What a page tells of what waits on this device: the line about the network, and what each kind of page adds.
const PATIENCE = 8000;
const link = document.querySelector("[data-link]");
const words = (name) => link.dataset[name] ?? link.querySelector("[data-box=refused]").dataset[name];
const say = (state) => {
  const place = link && link.querySelector("[data-state]");
  if (!place || link.dataset.now === state) return;
  if (state) link.dataset.now = state;
  else delete link.dataset.now;
  place.textContent = state ? link.dataset[state] : "";
};
// `order`: in which what waits is sent. `mayBreak`: after this one it is looked anew for what waits. `offers`: buttons beside what was not taken. `shown`: after what waits was drawn. `sent`: after something was sent, or not taken.
const page = { order: (waiting) => waiting, mayBreak: () => false, offers: () => [], shown: () => {}, sent: () => {} };
