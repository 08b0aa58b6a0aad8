// Each answer is an entry of its own, kept on this phone and sent as soon as the server answers; each picture follows its finding.
const entry = (verb, fields, label, rest = {}) => ({
  address: link.dataset.send, verb, round, key: fields.key || "", client: identifier(), moment: new Date().toISOString(),
  fields: { kind: verb, ...fields }, label, ...rest,
});
const withPictures = (said, title, taken) =>
  taken.map((file, number) =>
    entry("picture", { key: said.key, of: said.client }, `${title} · ${words("picture")} ${number + 1}`, { of: said.client, file }),
  );
const waitingFor = (found, item) => found.filter((one) => one.round === round && one.key === item.dataset.key);
const labelOf = (item, answer, values) => {
  const said = item.querySelector(`input[value=${answer}] + span`).textContent.trim();
  const found = answer === "hazard" ? [values.where, field(item, "severity").selectedOptions[0].textContent.trim()] : [];
  return [item.dataset.title, said, values.note, ...found].filter(Boolean).join(" · ");
};
const lacks = (item) => {
  const values = valuesOf(item);
  const bad = values.severity === "grave" && !values.interim;
  item.querySelector("[data-lacks]").hidden = !bad;
  if (bad) {
    more(item).open = true;
    field(item, "interim").focus();
  }
  return bad;
};
const hold = async (item) => {
  const answer = answerOf(item);
  const found = waitingFor(await all(), item).filter((one) => one.verb === "answer");
  const values = valuesOf(item);
  const key = item.dataset.key;
  const hazard = answer === "hazard";
  const told = hazard ? values : { note: values.note };
  const after = found.length ? found.at(-1).client : item.dataset.after;
  const said = entry("answer", { key, answer, ...told, after }, labelOf(item, answer, values));
  const taken = hazard ? pictures[key] || [] : [];
  if (!(await keep(said, ...withPictures(said, item.dataset.title, taken)))) return false;
  item.dataset.answered = answer;
  if (hazard || !(pictures[key] || []).length) await forget(key);
  await showWaiting();
  return true;
};
// One after the other: who answers the last item and presses the button in one breath said it once.
let turn = Promise.resolve();
const inTurn = (work) => (turn = turn.then(work, work));
const holdAll = async () => {
  for (const item of form.querySelectorAll("li[data-key]")) {
    if (!answerOf(item) || answerOf(item) === item.dataset.answered || item.querySelector("fieldset").disabled) continue;
    if (answerOf(item) === "hazard" && lacks(item)) return false;
    if (!(await hold(item))) return false;
  }
  return true;
};
const end = async () => {
  const note = form.elements.note.value;
  for (const one of (await all()).filter((other) => other.round === round && other.verb === "end")) {
    if (!one.refused) return true;
    await remove(one); // answers were lacking then
  }
  const label = [words("end"), note].filter(Boolean).join(" · ");
  return keep(entry("end", { note }, label, { of: round })); // not while an answer of the round waits for a decision
};
// Begun here, and meanwhile the item is registered by somebody else, or the round is over: it goes with it, or is left out.
const showLeft = (one, taken, place) => {
  const left = document.createElement("p");
  const count = taken.length ? words("pictures").replace("{number}", taken.length) : "";
  left.className = "hy-small hy-itemkept";
  const label = [one.title, one.values.note].filter(Boolean).join(" · ");
  const done = async () => {
    await forget(one.key);
    left.remove();
    await showWaiting();
    send();
  };
  const goes = async () => {
    const said = entry("answer", { key: one.key, answer: "hazard", ...one.values, after: "" }, label);
    if (await keep(said, ...withPictures(said, one.title, taken))) await done();
  };
  left.append([words("begun"), label, count].filter(Boolean).join(" "), " ", button(words("apart"), goes), " ");
  left.append(button(words("leave"), () => confirm(`${words("leaveOut")}\n${label}`) && done()));
  place.append(left);
};
const firstOpen = () => [...form.querySelectorAll("li[data-key]")].find((item) => field(item, "answer") && !answerOf(item));
const finishes = async () => {
  const open = firstOpen();
  form.querySelector("[data-open]").hidden = !open;
  return open ? goTo(open) : end();
};
const goTo = (item) => {
  item.scrollIntoView({ block: "center" });
  item.querySelector("input").focus({ preventScroll: true });
  return false;
};
// This phone is full and there is a network: the form goes as it would without script.
const plainly = (pressed) => {
  if (!navigator.onLine || link.querySelector("[data-full]").hidden) return;
  form.dataset.plain = "1";
  form.requestSubmit(pressed);
};
const submitted = async (pressed) => {
  const item = pressed && pressed.name === "at" ? itemOf(pressed) : null;
  if (item) {
    field(item, "answer").value = "hazard";
    if (lacks(item)) return;
  }
  if (!(await inTurn(() => (item ? hold(item) : holdAll())))) return plainly(pressed);
  if (pressed && pressed.value === "finish") (await finishes()) || plainly(pressed);
  else if (!item && firstOpen()) goTo(firstOpen());
  await showWaiting();
  send();
};
