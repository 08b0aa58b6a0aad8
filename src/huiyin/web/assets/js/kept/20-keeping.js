// What is typed without network stays on this device until it is sent: in order, with its own time, once. For this person alone.
const opening = {
  upgrade: (made) => {
    made.createObjectStore("waiting", { keyPath: "number", autoIncrement: true });
    made.createObjectStore("begun", { keyPath: "place" });
  },
  blocking: (_now, _next, event) => event.target.close(), // another page of this device signs out and clears it
};
const database = link && window.indexedDB ? idb.openDB("huiyin-kept", 1, opening).catch(() => null) : null; // none in some private windows
const who = link ? link.dataset.who : "";
const kind = link ? link.dataset.kind : "";
const identifier = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const everything = async () => ((await database) ? (await database).getAll("waiting") : []);
const all = async () => (await everything()).filter((one) => one.who === who && one.kind === kind);
const change = async (thing) => (await database).put("waiting", thing);
const remove = async (thing) => (await database).delete("waiting", thing.number);
// All or none of them; false where this device keeps nothing, or has no room left.
const keep = async (...things) => {
  if (!(await database)) return false;
  try {
    const writing = (await database).transaction("waiting", "readwrite");
    await Promise.all([...things.map((thing) => writing.store.add({ ...thing, who, kind, refused: "" })), writing.done]);
    link.querySelector("[data-full]").hidden = true;
    return true;
  } catch (error) {
    notKept(error);
    return false;
  }
};
const notKept = (error) => {
  if (error.name === "InvalidStateError") return say("over"); // another page of this device signed out
  const full = link.querySelector("[data-full]");
  full.hidden = false;
  full.scrollIntoView({ block: "nearest" });
};

// --- what waits, on the page
const clock = (moment) => new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: link.dataset.zone });
const button = (text, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "hy-linkbutton";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
};
const leaveOut = async (thing) => {
  if (!confirm(`${words("leaveOut")}\n${thing.label}`)) return;
  for (const one of await all()) if (one.number === thing.number || one.of === thing.client) await remove(one);
  await showWaiting();
  send();
};
const row = (thing) => {
  const item = document.createElement("li");
  item.textContent = `${clock(thing.moment)} ${thing.label}`;
  if (thing.refused) {
    const why = document.createElement("b");
    why.textContent = ` ${thing.refused} `;
    item.append(why);
    for (const offer of page.offers(thing)) item.append(offer, " ");
    item.append(button(words("leave"), () => leaveOut(thing)));
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
  await countForSignOut();
  page.shown(found);
};
// Asked for at signing out, on pages without this script: whatever is deleted then, whoever typed it.
const countForSignOut = async () => {
  const begun = (await database) ? await (await database).getAllKeys("begun") : [];
  localStorage.setItem("huiyin-waiting", String((await everything()).length + begun.length));
};
