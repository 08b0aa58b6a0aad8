// Sends what waits, in the order in which it was typed. What the server does not take is shown, never put over what others wrote.
const MOMENT_OFF = 60000; // this device's clock may be wrong by so much before its times are moved
let sending = false;

const fresh = async () => {
  const answer = await fetch(link.dataset.note, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (!answer || answer.status >= 500) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]");
  if (answer.redirected || !answer.ok || !token) {
    say("over"); // the way in comes first: what waits is kept until then
    return null;
  }
  const off = Date.parse(answer.headers.get("Date")) - Date.now();
  return { token: token.value, off: Math.abs(off) > MOMENT_OFF ? off : 0 };
};
const sendOne = async (thing, way) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(thing.fields)) body.set(name, value);
  body.set("csrfmiddlewaretoken", way.token);
  body.set("client_id", thing.client);
  body.set("came_by", "offline");
  body.set("moment", new Date(Date.parse(thing.moment) + way.off).toISOString());
  const answer = await fetch(thing.address, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (!answer || answer.status >= 500 || answer.redirected) return false;
  if (answer.ok) await remove(thing);
  else {
    const said = await answer.json().catch(() => ({}));
    await change({ ...thing, refused: said.message || link.dataset.notTaken });
  }
  return true;
};
const sendAll = async () => {
  let waiting = (await all()).filter((one) => !one.refused);
  if (!waiting.length) return;
  const way = await fresh();
  if (!way) return;
  for (const thing of waiting) if (!(await sendOne(thing, way))) break;
  await showWaiting();
  if (room) ask();
};
const send = async () => {
  if (sending || !database || !navigator.onLine || !link.dataset.note) return;
  sending = true;
  try {
    if (navigator.locks) await navigator.locks.request("huiyin-sending", { ifAvailable: true }, (held) => held && sendAll());
    else await sendAll();
  } finally {
    sending = false;
  }
};

if (link && database) {
  showWaiting().then(send);
  window.addEventListener("online", send);
  follow.onAnswer = send;
  setInterval(send, 10000);
}
