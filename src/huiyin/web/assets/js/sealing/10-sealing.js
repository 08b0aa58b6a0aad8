// A report is encrypted here, to those who may read it and to the code that is made here, before anything leaves the browser.
// Shown where it can work alone: without script the server seals it, and nothing on the page speaks of this.
import { drawn, give, giveTwice, ofCode, packed, random, sealedApart, sealedWords, take, unpacked } from "./20-seals.js";
import { asked, cleaned, folded, isCode } from "./30-words.js";
import { begin as beginMore } from "./40-more.js";

const form = document.querySelector("form[data-seal]");
const choice = document.querySelector("[data-seal-choice]");
const tick = choice && choice.querySelector("input");
const status = document.querySelector("[data-seal-status]");
const problem = document.querySelector("[data-seal-problem]");
const done = document.querySelector("[data-seal-done]");

const words = (name) => (form.elements[name] ? cleaned(form.elements[name].value) : "");
const say = (name) => (status.textContent = name ? form.dataset[name] : "");
const refuse = (text) => {
  say("");
  problem.querySelector("p").textContent = text;
  problem.hidden = !text;
  if (text) problem.focus();
};

// What the server says of a form without script, said here: it can't look.
const wrong = (said, who, given) => {
  if (!said.text) return "sayEmpty";
  if (said.text.length > given.longest || said.needs.length > given.longestWords) return "sayLong";
  if (who.name && !who.contact) return "sayContact";
  if (isCode(folded(said.earlier), given)) return "sayCode";
  return "";
};

// The envelope: everything that leaves the browser. The name lies in a seal of its own, under two layers for each pair of readers.
const envelope = (said, who, given, keys) => {
  const key = random(32);
  const own = give(key, keys.public);
  const words = sealedWords(said, take(own, keys));
  const body = new URLSearchParams({
    do: "enclosed",
    way: form.elements.way.value,
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    locator: packed(keys.locator),
    public: packed(keys.public),
    own: packed(own),
    ...words,
  });
  for (const reader of given.readers) {
    body.append("reader", reader);
    body.append("given", packed(give(key, unpacked(reader))));
  }
  if (!who.name) return body;
  const nameKey = random(32);
  const ownName = give(nameKey, keys.public);
  const name = sealedApart(who, take(ownName, keys), "sealed-name");
  body.append("name", name.row);
  body.append("name_sealed", name.sealed);
  body.append("name_own", packed(ownName));
  for (const [outer, inner] of given.pairs) {
    body.append("outer", outer);
    body.append("inner", inner);
    body.append("part", packed(giveTwice(nameKey, unpacked(inner), unpacked(outer))));
  }
  return body;
};

// One code for this page, however often it is sent: a broken connection makes no second report.
let code = "";
let keys = null;

const send = async () => {
  const given = JSON.parse(form.dataset.seal);
  const said = {
    ...given.whom, kind: "report", text: words("text"), by: "", outcome: "", name: "", contact: "",
    needs: words("needs"), earlier: words("earlier"),
  };
  const who = { name: words("name"), contact: words("contact") };
  const found = wrong(said, who, given);
  if (found) return refuse(form.dataset[found]);
  say("sayWorking");
  code = code || drawn(given.length, given.alphabet);
  keys = keys || (await ofCode(code, given, (part) => (status.textContent = `${form.dataset.sayWorking} ${Math.round(part * 100)} %`)));
  const body = envelope(said, who, given, keys);
  say("saySending");
  const answer = await asked(body);
  if (!answer) return refuse(form.dataset.sayUnsent);
  const { readers } = answer.page.dataset;
  if (readers) form.dataset.seal = JSON.stringify({ ...given, ...JSON.parse(readers) });
  if (!answer.ok) return refuse(answer.said);
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

beginMore();

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
