// Sends what waits, in the order in which it was typed. What the server does not take is shown, never put over what others wrote.
const MOMENT_OFF = 60000; // this device's clock may be wrong by so much before its times are moved
const SLOWEST = 10; // bytes in a ms: a picture on a bad network gets its time
let sending = false;
let called = false;

const fresh = async () => {
  const answer = await fetch(link.dataset.token, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (!answer || answer.status >= 500) return null;
  const opened = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = opened.querySelector("[name=csrfmiddlewaretoken]");
  if (answer.redirected || !answer.ok || !token) {
    say("over"); // the way in comes first: what waits is kept until then
    return null;
  }
  const off = Date.parse(answer.headers.get("Date")) - Date.now();
  return { token: token.value, off: Math.abs(off) > MOMENT_OFF ? off : 0 };
};
const bodyOf = (thing, way) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(thing.fields)) body.set(name, value);
  body.set("csrfmiddlewaretoken", way.token);
  body.set("client_id", thing.client);
  body.set("came_by", "offline");
  body.set("moment", new Date(Date.parse(thing.moment) + way.off).toISOString());
  if (thing.file) body.set(thing.field || "file", new File([thing.file.bytes], thing.file.name, { type: thing.file.type }));
  return body;
};
const NOT_NOW = [403, 429]; // the token is old, or too much at once: nothing is said about what was sent
const sendOne = async (thing, way) => {
  const signal = AbortSignal.timeout(PATIENCE + (thing.file ? thing.file.bytes.byteLength / SLOWEST : 0));
  const answer = await fetch(thing.address, { method: "POST", body: bodyOf(thing, way), headers: { Accept: "application/json" }, signal }).catch(() => null);
  if (!answer || answer.status >= 500 || answer.redirected || NOT_NOW.includes(answer.status)) return "later";
  if (answer.ok) {
    await remove(thing);
    return "sent";
  }
  const said = await answer.json().catch(() => ({}));
  await change({ ...thing, refused: said.message || words("notTaken"), offers: said.offers || {} });
  return "refused";
};
const sendAll = async () => {
  const found = await all();
  const stuck = new Set(found.filter((one) => one.refused).flatMap((one) => [one.client, one.round])); // what belongs to them waits with them
  const waits = (thing) => thing.of && stuck.has(thing.of);
  const waiting = page.order(found.filter((one) => !one.refused && !waits(one)));
  if (!waiting.length) return;
  const way = await fresh();
  if (!way) return link.dataset.now !== "over" && say("cut");
  let done = 0;
  for (const thing of waiting) {
    if (waits(thing)) continue;
    const state = await sendOne(thing, way);
    if (state === "later") break;
    if (state === "refused") stuck.add(thing.client).add(thing.round);
    done += 1;
    await showWaiting();
    if (called && page.mayBreak(thing)) break; // what came to it since goes first
  }
  if (done) await page.sent();
};
const send = async () => {
  called = true;
  if (sending || !(await database) || !navigator.onLine || !link.dataset.token) return;
  sending = true;
  try {
    while (called) {
      called = false;
      if (navigator.locks) await navigator.locks.request("huiyin-sending", { ifAvailable: true }, (held) => held && sendAll());
      else await sendAll();
    }
  } finally {
    sending = false;
  }
};

if (link && database) {
  showWaiting().then(send);
  window.addEventListener("online", send);
  setInterval(send, 10000);
}
