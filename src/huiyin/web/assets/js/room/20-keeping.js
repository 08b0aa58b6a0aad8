// What is typed without network stays on this device until it is sent: in order, with its own time, once. For this person alone.
const opening = {
  upgrade: (made) => made.createObjectStore("waiting", { keyPath: "number", autoIncrement: true }),
  blocking: (_now, _next, event) => event.target.close(), // another page of this device signs out and clears it
};
const database = link && window.indexedDB ? idb.openDB("huiyin-room", 1, opening) : null;
const who = link ? link.dataset.who : "";
const identifier = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const all = async () => (database ? (await (await database).getAll("waiting")).filter((one) => one.who === who) : []);
const keep = async (thing) => (await database).add("waiting", { ...thing, who });
const change = async (thing) => (await database).put("waiting", thing);
const remove = async (thing) => (await database).delete("waiting", thing.number);

// --- what waits, on the page
const clock = (moment) => new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: link.dataset.zone });
const button = (words, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "hy-linkbutton";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
};
const asLine = async (thing) => {
  const fields = { text: `${thing.label} (${clock(thing.moment)})` };
  await change({ ...thing, address: link.dataset.note, verb: "note", fields, client: identifier(), refused: "" });
  await showWaiting();
  send();
};
const leaveOut = async (thing) => {
  if (!confirm(`${link.dataset.leaveOut}\n${thing.label}`)) return;
  await remove(thing);
  await showWaiting();
};
const row = (thing) => {
  const item = document.createElement("li");
  item.textContent = `${clock(thing.moment)} ${thing.label}`;
  if (thing.refused) {
    const why = document.createElement("b");
    why.textContent = ` ${thing.refused} `;
    item.append(why);
    if (thing.verb !== "note") item.append(button(link.dataset.asLine, () => asLine(thing)), " ");
    item.append(button(link.dataset.leave, () => leaveOut(thing)));
  }
  return item;
};
const showWaiting = async () => {
  if (!link) return;
  const found = await all();
  const waiting = found.filter((one) => !one.refused);
  for (const [name, list] of [["waiting", waiting], ["refused", found.filter((one) => one.refused)]]) {
    const box = link.querySelector(`[data-box=${name}]`);
    box.hidden = !list.length;
    box.querySelector("[data-number]").textContent = list.length;
    box.querySelector("ul").replaceChildren(...list.map(row));
  }
  localStorage.setItem("huiyin-waiting", String(found.length)); // asked for at signing out, on pages without this script
};
