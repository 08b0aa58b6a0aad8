// A report is encrypted here, to those who may read it and to the code that is made here, before anything leaves the browser.
// Shown where it can work alone: without script the server seals it, and nothing on the page speaks of this.
import { drawn, give, ofCode, packed, random, seal, take, unpacked, unseal } from "./20-seals.js";

const form = document.querySelector("form[data-seal]");
const choice = document.querySelector("[data-seal-choice]");
const tick = choice && choice.querySelector("input");
const status = document.querySelector("[data-seal-status]");
const problem = document.querySelector("[data-seal-problem]");
const done = document.querySelector("[data-seal-done]");

const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;
const cleaned = (text) => text.replace(/\r\n?/g, "\n").replace(CONTROLS, "").trim();
const folded = (text) => text.normalize("NFKC").toUpperCase().replace(/[\s\-‐‑‒–—―－_.·]/g, "");
const isCode = (text, { alphabet, length }) => text.length === length && [...text].every((one) => alphabet.includes(one));

const words = (name) => (form.elements[name] ? cleaned(form.elements[name].value) : "");
const say = (name) => (status.textContent = name ? form.dataset[name] : "");
const refuse = (text) => {
  say("");
  problem.querySelector("p").textContent = text;
  problem.hidden = !text;
  if (text) problem.focus();
};

// What the server says of a form without script, said here: it can't look.
const wrong = (said, given) => {
  if (!said.text) return "sayEmpty";
  if (said.text.length > given.longest || said.needs.length > given.longestWords) return "sayLong";
  if (said.name && !said.contact) return "sayContact";
  if (isCode(folded(said.earlier), given)) return "sayCode";
  return "";
};

// The envelope: everything that leaves the browser.
const envelope = (said, given, keys) => {
  const key = random(32);
  const message = drawn(12, "23456789abcdefghjkmnpqrstuvwxyz");
  const bound = `sealed-message:${message}`;
  const contents = new TextEncoder().encode(JSON.stringify(said));
  const sealed = seal(contents, key, bound);
  const own = give(key, keys.public);
  const read = unseal(sealed, take(own, keys), bound);
  if (read.some((byte, at) => byte !== contents[at])) throw new Error("this browser reckons wrongly");
  const body = new URLSearchParams({
    do: "enclosed",
    way: form.elements.way.value,
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    locator: packed(keys.locator),
    public: packed(keys.public),
    own: packed(own),
    named: said.name ? "on" : "",
    message,
    sealed: packed(sealed),
  });
  for (const reader of given.readers) {
    body.append("reader", reader);
    body.append("given", packed(give(key, unpacked(reader))));
  }
  return body;
};

// One code for this page, however often it is sent: a broken connection makes no second report.
let code = "";
let keys = null;

const send = async () => {
  const given = JSON.parse(form.dataset.seal);
  const said = {
    ...given.whom, kind: "report", text: words("text"), by: "", outcome: "",
    name: words("name"), contact: words("name") ? words("contact") : "", needs: words("needs"), earlier: words("earlier"),
  };
  const found = wrong(said, given);
  if (found) return refuse(form.dataset[found]);
  say("sayWorking");
  code = code || drawn(given.length, given.alphabet);
  keys = keys || (await ofCode(code, given, (part) => (status.textContent = `${form.dataset.sayWorking} ${Math.round(part * 100)} %`)));
  const body = envelope(said, given, keys);
  say("saySending");
  const answer = await fetch(location.pathname, { method: "POST", body, redirect: "error" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-enclosed]");
  if (!page) return refuse(form.dataset.sayUnsent);
  if (page.dataset.readers) form.dataset.seal = JSON.stringify({ ...given, readers: JSON.parse(page.dataset.readers) });
  if (!answer.ok) return refuse(page.textContent.trim());
  return finish();
};

const finish = () => {
  const shown = code.match(/.{1,4}/g).join("-");
  form.reset();
  form.hidden = true;
  refuse("");
  done.hidden = false;
  done.querySelector("[data-seal-code]").textContent = shown;
  done.querySelector("h1").focus();
};

if (form && tick) {
  choice.hidden = false;
  let busy = false;
  const chosen = () => {
    for (const one of document.querySelectorAll("[data-seal-not]")) {
      one.hidden = tick.checked;
      for (const field of one.querySelectorAll("input")) field.disabled = tick.checked;
    }
    for (const one of document.querySelectorAll("[data-seal-only]")) one.hidden = !tick.checked;
  };
  tick.addEventListener("change", chosen);
  chosen();
  form.addEventListener("submit", (event) => {
    if (!tick.checked) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy) return;
    busy = true;
    problem.hidden = true;
    send().catch(() => refuse(form.dataset.sayUnsent)).finally(() => (busy = false));
  }, true);
  const check = done.querySelector("form");
  check.addEventListener("submit", (event) => {
    event.preventDefault();
    const right = folded(check.elements.typed.value) === code;
    done.querySelector("[data-seal-wrong]").hidden = right;
    if (!right) return check.elements.typed.focus();
    code = "";
    keys = null;
    check.hidden = true;
    done.querySelector("[data-seal-code]").textContent = "";
    done.querySelector("[data-seal-kept]").hidden = true;
    done.querySelector("[data-seal-end]").hidden = false;
  });
}
