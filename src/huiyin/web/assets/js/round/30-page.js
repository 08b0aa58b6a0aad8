// The page of a round: what waits stands at its item; what others said comes in where nothing of one's own is begun.
const showAtItems = (found) => {
  if (!form) return;
  const seen = new Set();
  for (const item of form.querySelectorAll("li[data-key]")) {
    const mine = waitingFor(found, item);
    const last = mine.filter((one) => one.verb === "answer").at(-1);
    const note = item.querySelector("[data-kept]");
    note.hidden = !mine.length;
    if (mine.length) note.textContent = `${clock(mine.at(-1).moment)} ${mine.some((one) => one.refused) ? words("itemRefused") : words("itemWaits")}`;
    if (last) note.textContent += last.label.slice(item.dataset.title.length + 3);
    if (mine.some((one) => one.file)) note.textContent += ` · ${words("pictures").replace("{number}", mine.filter((one) => one.file).length)}`;
    const counts = last && !last.refused; // what was not taken stands above, not over what others said
    if (counts && field(item, "answer")) {
      field(item, "answer").value = last.fields.answer;
      item.dataset.answered = last.fields.answer;
    }
    item.querySelector("fieldset").disabled = Boolean(counts && last.fields.answer === "hazard");
    if (item.dataset.after || counts) seen.add(item);
  }
  form.querySelector("[data-kept-end]").hidden = !found.some((one) => one.round === round && one.verb === "end" && !one.refused);
  const bar = document.querySelector("#seen progress");
  if (bar) bar.value = seen.size;
};
const takeOver = (opened) => {
  const head = opened.getElementById("seen");
  if (head) document.getElementById("seen").replaceWith(head);
  for (const item of opened.querySelectorAll("li[data-key]")) {
    const old = document.getElementById(item.id);
    if (!old || old.dataset.after === item.dataset.after || begun.has(item.dataset.key)) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(item);
    ready(item);
    const again = focused && item.querySelector(`[name="${focused.name}"]${focused.value && focused.type === "radio" ? `[value="${focused.value}"]` : ""}`);
    if (again) again.focus();
  }
};
const refresh = async () => {
  const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (!answer || answer.redirected || !answer.ok) return;
  const opened = new DOMParser().parseFromString(await answer.text(), "text/html");
  navigator.serviceWorker?.controller?.postMessage({ keep: location.pathname });
  if (form && !opened.querySelector("form[data-round]")) return location.reload(); // it is finished, here or by somebody else
  if (form) takeOver(opened);
  say("");
  await showWaiting();
  const refused = (await all()).some((one) => one.round === round && one.verb === "end" && one.refused);
  if (refused) link.scrollIntoView({ block: "start" }); // its button stands far below
};

// --- what was not taken
const again = async (thing, changes) => {
  await change({ ...thing, refused: "", offers: {}, fields: { ...thing.fields, ...changes } });
  await showWaiting();
  send();
};
const backToForm = async (thing) => {
  const item = document.getElementById(`i-${thing.key}`);
  const belongs = (await all()).filter((one) => one.of === thing.client);
  const values = Object.fromEntries(FIELDS.map((name) => [name, thing.fields[name] ?? ""]));
  const taken = belongs.map((one) => one.file);
  item.querySelector("fieldset").disabled = false;
  putBack(item, thing.fields.answer, values, taken);
  await begin(item);
  if (taken.length) await keepPictures(item);
  for (const one of [thing, ...belongs]) await remove(one);
  await showWaiting();
  more(item).scrollIntoView({ block: "center" });
};
page.offers = (thing) => {
  const offered = thing.offers || {};
  const made = [];
  if (offered.anew) made.push(button(words("anew"), () => again(thing, { after: offered.anew })));
  if (offered.apart) made.push(button(words("apart"), () => again(thing, { apart: "1" })));
  const here = form && thing.round === round && thing.verb === "answer" && document.getElementById(`i-${thing.key}`);
  if (offered.again && here && field(here, "note")) made.push(button(words("again"), () => backToForm(thing)));
  return made;
};
page.shown = showAtItems;
page.sent = refresh;

const ready = (item) => {
  const answers = item.querySelectorAll("input[type=radio]");
  item.dataset.answered = [...answers].find((one) => one.defaultChecked)?.value || "";
  showMark(item);
};
const listen = () => {
  form.querySelector("[data-offline]")?.remove(); // what is pressed without network is kept
  form.querySelectorAll("li[data-key]").forEach(ready);
  if (maps) listenToMaps();
  form.addEventListener("change", async (event) => {
    const item = itemOf(event.target);
    if (!item) return;
    if (event.target.type === "file") return takeIn(item);
    if (event.target.type === "radio" && event.target.value === "hazard") {
      more(item).open = true;
      return begin(item);
    }
    if (answerOf(item) === "hazard" || !answerOf(item)) return begin(item);
    if (await inTurn(() => hold(item))) send();
  });
  form.addEventListener("input", (event) => event.target.matches("[name^=note-], [name^=where-]") && answerOf(itemOf(event.target)) === "hazard" && begin(itemOf(event.target)));
  form.addEventListener("submit", (event) => {
    if (form.dataset.plain) return;
    event.preventDefault();
    if (form.dataset.busy) return; // a second tap
    form.dataset.busy = "1";
    submitted(event.submitter).finally(() => delete form.dataset.busy);
  });
};
if (link) {
  if (!navigator.onLine) say("cut");
  window.addEventListener("offline", () => say("cut"));
  window.addEventListener("online", () => say(""));
}
if (round && database) {
  database.then(async (made) => {
    if (!made) return;
    if (form) listen();
    await restore();
    await showWaiting();
    navigator.storage?.persist?.().catch(() => {}); // a browser short of space throws other things away first
  });
}
