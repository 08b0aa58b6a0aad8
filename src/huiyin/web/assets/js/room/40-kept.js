// What waits of an incident: what was not taken may become a line; what was sent is asked for.
const asLine = async (thing) => {
  const fields = { text: `${thing.label} (${clock(thing.moment)})` };
  await change({ ...thing, address: link.dataset.note, verb: "note", fields, client: identifier(), refused: "" });
  await showWaiting();
  send();
};
// A line that was not taken (a telephone number stands in it) goes back into its form, with its pictures.
const backToForm = async (thing) => {
  const belongs = (await all()).filter((one) => one.of === thing.client);
  const { text, personal } = thing.fields;
  const place = placeAt(new URL(thing.address).pathname);
  await (await database).put("begun", { place, who, fields: { text, ...(personal ? { personal } : {}) }, pictures: belongs.map((one) => one.file) });
  for (const one of [thing, ...belongs]) await remove(one);
  await countForSignOut();
  location.href = thing.address;
};
page.offers = (thing) => {
  if (thing.verb === "picture") return [];
  return [thing.verb === "note" ? button(words("again"), () => backToForm(thing)) : button(words("asLine"), () => asLine(thing))];
};
page.sent = () => room && ask();
follow.onAnswer = send;
