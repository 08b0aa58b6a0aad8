// The room as it happens: lines come by a stream; where it is cut, the page asks every 2.5 s. Parts that changed are fetched.
const BEATS = 12000; // ms without a sign of life (the server gives one every 5 s): the stream is cut, or held up on its way
const EVERY = 2500;
const AGAIN = 30000; // until a stream is tried again

const room = document.querySelector(".hy-room[data-since]");
const follow = { last: 0, source: null, heard: 0, asking: null, over: false, onAnswer: () => {} };

// --- parts of the page
const wanted = new Set();
let fetching = null;
const nameOf = (element) =>
  element.href || [...new FormData(element.form || undefined)].filter(([name]) => name !== "csrfmiddlewaretoken").join() || element.id;
const place = (html) => {
  const drawn = new DOMParser().parseFromString(html, "text/html");
  for (const section of drawn.querySelectorAll("section[id]")) {
    const old = document.getElementById(section.id);
    if (!old) continue;
    const focused = old.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    const open = old.querySelectorAll("details");
    section.querySelectorAll("details").forEach((one, number) => {
      const before = one.id ? document.getElementById(one.id) : open[number];
      one.open = before ? before.open : one.open;
    });
    old.replaceWith(section);
    if (focused) [...section.querySelectorAll("a, button, input")].find((one) => nameOf(one) === focused)?.focus();
  }
  const called = document.querySelector("#calls form.hy-btns");
  if (called && !document.querySelector("form.hy-called")) location.reload();
};
const fetchParts = async () => {
  fetching = null;
  const names = [...wanted].filter((name) => document.getElementById(name));
  wanted.clear();
  if (!names.length) return;
  const address = document.getElementById(names[0]).dataset.part.replace(/[^/]*$/, names.join("+"));
  const answer = await fetch(address).catch(() => null);
  if (answer && answer.ok && !answer.redirected) place(await answer.text());
};
const refresh = (names, spread) => {
  names.forEach((name) => wanted.add(name));
  if (wanted.size && !fetching) fetching = setTimeout(fetchParts, Math.random() * spread);
};

// --- lines
const put = (line) => {
  const holder = document.createElement("template");
  holder.innerHTML = line.html.trim();
  const old = document.getElementById(`line-${line.position}`);
  if (old) old.replaceWith(holder.content);
  else document.querySelector("#log ol").prepend(holder.content);
};
const take = (news) => {
  for (const line of news.entries) {
    if (line.position <= follow.last) continue;
    put(line);
    if (line.corrected && document.getElementById(`line-${line.corrected.position}`)) put(line.corrected);
    follow.last = line.position;
    refresh(line.changed, news.spread);
  }
  const changed = news.status !== room.dataset.status || news.level !== room.dataset.level;
  if (changed) setTimeout(() => location.reload(), Math.random() * news.spread);
};

// --- asking
const over = () => {
  follow.over = true;
  stop();
  clearInterval(follow.asking);
  say("over");
};
const ask = async () => {
  const address = room.dataset.since.replace(/\d+$/, follow.last);
  const answer = await fetch(address, { signal: AbortSignal.timeout(8000) }).catch(() => null);
  if (!answer || answer.status >= 500) return say("cut");
  if (answer.redirected || !answer.ok) return over();
  if (link.dataset.now !== "live") say("asking");
  take(await answer.json());
  follow.onAnswer();
};
const startAsking = () => {
  if (follow.asking || follow.over) return;
  ask();
  follow.asking = setInterval(ask, EVERY);
};
const stopAsking = () => {
  clearInterval(follow.asking);
  follow.asking = null;
};

// --- the stream
const stop = () => {
  if (follow.source) follow.source.close();
  follow.source = null;
};
const alive = () => {
  follow.heard = Date.now();
  stopAsking();
  say("live");
  follow.onAnswer();
};
const start = () => {
  if (follow.over || follow.source || document.hidden) return;
  follow.heard = Date.now();
  follow.source = new EventSource(`${room.dataset.stream}?after=${follow.last}`);
  follow.source.addEventListener("beat", (event) => {
    alive();
    if (JSON.parse(event.data).last > follow.last) ask();
  });
  follow.source.addEventListener("lines", (event) => {
    alive();
    take(JSON.parse(event.data));
  });
  follow.source.addEventListener("over", cut);
  follow.source.onerror = () => {
    if (follow.source && follow.source.readyState === EventSource.CLOSED) cut();
    else startAsking();
  };
};
const cut = () => {
  stop();
  startAsking();
  setTimeout(start, AGAIN);
};

if (room && link) {
  follow.last = Number(room.dataset.last);
  start();
  setTimeout(() => link.dataset.now !== "live" && startAsking(), 4000);
  setInterval(() => follow.source && Date.now() - follow.heard > BEATS && cut(), 1000);
  setInterval(() => document.hidden || refresh(["steps", "calls", "orders"], 15000), 60000);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stop();
    else start();
  });
  window.addEventListener("online", () => (follow.asking ? ask() : start()));
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", (event) => event.persisted && start());
  const running = document.querySelector(".hy-run[data-since]");
  const two = (number) => String(number).padStart(2, "0");
  setInterval(() => {
    if (!running) return;
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(running.dataset.since)) / 1000));
    const minutes = Math.floor(seconds / 60);
    running.textContent = minutes < 60 ? `${two(minutes)}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
  }, 1000);
}
