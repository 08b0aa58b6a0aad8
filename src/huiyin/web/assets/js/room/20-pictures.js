// Pictures on a form of the room. What is begun is kept: a camera may cost the page its memory. Without network each picture waits as
// an entry of its own behind all words, so that none holds up what was typed; the server hears each once.
const card = document.querySelector("form.hy-card[data-keep]");
const HIDDEN = ["csrfmiddlewaretoken", "client_id", "came_by", "moment", "of", "step"];
const placeAt = (path, search = "") => `${who}${path}${search}`;
const taken = []; // { name, type, bytes }

const bytesOf = async (file) => ({ name: file.name, type: file.type, bytes: await file.arrayBuffer() });
const textsOf = (form) => {
  const said = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && !HIDDEN.includes(name));
  return Object.fromEntries(said);
};
const dropBegun = async () => {
  taken.length = 0;
  if (card.elements.pictures) showTaken();
  if (await database) await (await database).delete("begun", placeAt(location.pathname, location.search));
  await countForSignOut();
};
const rememberBegun = async () => {
  const { personal, ...fields } = textsOf(card); // of people nothing is kept before it is sent
  if (!taken.length && !Object.keys(fields).length) return dropBegun();
  if (!(await database)) return;
  try {
    await (await database).put("begun", { place: placeAt(location.pathname, location.search), who, fields, pictures: taken });
  } catch (error) {
    notKept(error);
  }
  await countForSignOut();
};
const showTaken = () => {
  const input = card.elements.pictures;
  const list = new DataTransfer();
  for (const one of taken) list.items.add(new File([one.bytes], one.name, { type: one.type }));
  input.files = list.files;
  const place = card.querySelector("[data-taken]") || input.parentNode.appendChild(document.createElement("p"));
  place.dataset.taken = "";
  place.className = "hy-small";
  place.hidden = !taken.length;
  const away = () => {
    taken.length = 0;
    showTaken();
    rememberBegun();
  };
  place.replaceChildren(words("pictures").replace("{number}", taken.length), " ", button(words("takeAway"), away));
};
const takeIn = async () => {
  taken.push(...(await Promise.all([...card.elements.pictures.files].map(bytesOf))));
  showTaken();
  await rememberBegun();
};
const restoreBegun = async () => {
  const begun = (await database) && (await (await database).get("begun", placeAt(location.pathname, location.search)));
  if (!begun) return;
  for (const [name, value] of Object.entries(begun.fields)) {
    const field = card.elements[name];
    if (!field || field.value) continue; // what the page brings stands
    field.value = value;
    field.dispatchEvent?.(new Event("input", { bubbles: true }));
    if (field.closest?.("details")) field.closest("details").open = true;
  }
  taken.push(...begun.pictures);
  if (card.elements.pictures && taken.length) showTaken();
};
if (link && card && database) {
  restoreBegun();
  card.addEventListener("change", (event) => (event.target.type === "file" ? takeIn() : rememberBegun()));
  card.addEventListener("input", (event) => event.target.type === "file" || rememberBegun());
}

// While pictures are on their way, for as long as that takes.
const showSending = (form) => {
  const drop = form.querySelector("[data-sending]");
  const bar = document.createElement("progress");
  if (!drop) return bar;
  bar.setAttribute("aria-label", drop.dataset.label);
  drop.append(bar);
  return bar;
};

// --- as entries: first the words, then each picture; those of a step are its proof
const pictureEntries = async (thing, files) => {
  const ofStep = thing.fields.step ? { step: thing.fields.step } : {};
  const address = ofStep.step ? new URL("../proof/", thing.address).href : thing.address;
  const read = await Promise.all(files.map(bytesOf));
  return read.map((file, number) => ({
    address, verb: "picture", field: "pictures", fields: { of: thing.client, ...ofStep }, client: `${thing.client}-${number + 1}`,
    of: thing.client, moment: thing.moment, label: [thing.label, `${words("picture")} ${number + 1}`].filter(Boolean).join(" · "), file,
  }));
};
const saysNothing = (thing) => thing.verb === "proof" || (thing.verb === "note" && !thing.fields.text?.trim() && !thing.fields.personal?.trim());
const entriesOf = async (thing, files) => {
  const pictures = await pictureEntries(thing, files);
  return saysNothing(thing) && pictures.length ? pictures : [thing, ...pictures];
};
page.order = (waiting) => [...waiting.filter((one) => !one.file), ...waiting.filter((one) => one.file)];
page.mayBreak = (thing) => Boolean(thing.file);
