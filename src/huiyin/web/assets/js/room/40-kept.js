// What waits of an incident: what was not taken may become a line; what was sent is asked for.
const asLine = async (thing) => {
  const fields = { text: `${thing.label} (${clock(thing.moment)})` };
  await change({ ...thing, address: link.dataset.note, verb: "note", fields, client: identifier(), refused: "" });
  await showWaiting();
  send();
};
page.offers = (thing) => (thing.verb === "note" ? [] : [button(words("asLine"), () => asLine(thing))]);
page.sent = () => room && ask();
follow.onAnswer = send;
