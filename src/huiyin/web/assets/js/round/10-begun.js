// What is begun of an item and not registered yet (words, pictures) is kept too: a camera may cost the page its memory.
const form = document.querySelector("form[data-round]");
const round = (link && link.dataset.round) || "";
const FIELDS = ["note", "where", "severity", "interim", "mark"];
const pictures = {}; // of each item: [{ name, type, bytes }]
const begun = new Set(); // items with something begun: nothing that comes in is put over it

const itemOf = (element) => element.closest("li[data-key]");
const field = (item, name) => form.elements[`${name}-${item.dataset.key}`];
const answerOf = (item) => (field(item, "answer") ? field(item, "answer").value : "");
const valuesOf = (item) => Object.fromEntries(FIELDS.filter((name) => field(item, name)).map((name) => [name, field(item, name).value]));
const more = (item) => item.querySelector("details");
const placeOf = (item, what = "") => `${who}/${round}/${item.dataset.key}${what}`;

const remember = async (thing) => {
  try {
    await (await database).put("begun", thing);
    link.querySelector("[data-full]").hidden = true;
    await countForSignOut();
  } catch (error) {
    notKept(error);
  }
};
const begin = (item) => {
  const { key, title } = item.dataset;
  begun.add(key);
  return remember({ place: placeOf(item), who, round, key, title, answer: answerOf(item), values: valuesOf(item) });
};
const forget = async (key) => {
  delete pictures[key];
  begun.delete(key);
  for (const what of ["", "#pictures"]) await (await database).delete("begun", `${who}/${round}/${key}${what}`);
};

// --- pictures: each one that is taken comes to those before it
const showPictures = (item) => {
  const taken = pictures[item.dataset.key] || [];
  const input = field(item, "picture");
  const list = new DataTransfer();
  for (const one of taken) list.items.add(new File([one.bytes], one.name, { type: one.type }));
  input.files = list.files;
  const place = item.querySelector("[data-pictures]");
  place.hidden = !taken.length;
  place.replaceChildren(words("pictures").replace("{number}", taken.length), " ", button(words("takeAway"), () => takeAway(item)));
};
const keepPictures = (item) => remember({ place: placeOf(item, "#pictures"), who, round, key: item.dataset.key, pictures: pictures[item.dataset.key] });
const takeAway = async (item) => {
  pictures[item.dataset.key] = [];
  showPictures(item);
  await keepPictures(item);
};
const takeIn = async (item) => {
  const taken = [...field(item, "picture").files];
  const read = await Promise.all(taken.map(async (one) => ({ name: one.name, type: one.type, bytes: await one.arrayBuffer() })));
  pictures[item.dataset.key] = [...(pictures[item.dataset.key] || []), ...read];
  await begin(item);
  await keepPictures(item);
  showPictures(item);
};

const putBack = (item, answer, values, taken) => {
  for (const [name, value] of Object.entries(values)) if (field(item, name)) field(item, name).value = value;
  if (answer) field(item, "answer").value = answer;
  if (taken.length) pictures[item.dataset.key] = taken;
  begun.add(item.dataset.key);
  more(item).open = true;
  showPictures(item);
  showMark(item);
};
const restore = async () => {
  const mine = (await (await database).getAll("begun")).filter((one) => one.who === who && one.round === round);
  for (const one of mine.filter((other) => other.values)) {
    const item = document.getElementById(`i-${one.key}`);
    const taken = mine.find((other) => other.key === one.key && other.pictures)?.pictures || [];
    if (item && field(item, "note")) putBack(item, one.answer, one.values, taken);
    else showLeft(one, taken, item || link);
  }
};
