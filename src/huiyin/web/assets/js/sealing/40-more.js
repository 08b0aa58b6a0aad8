// Something more, under a code that stays here: the server gives the report's key as it is sealed to the code, and gets what was written sealed.
import { ofCode, packed, sealedWords, take, unpacked } from "./20-seals.js";
import { asked, cleaned, folded, isCode } from "./30-words.js";

const form = document.querySelector("form[data-more]");
const part = form && form.closest("[data-more-part]");
const status = form && form.querySelector("[data-seal-status]");
const problem = document.querySelector("[data-seal-problem]");

const tell = (text) => (status.textContent = text);
const refuse = (text) => {
  tell("");
  problem.querySelector("p").textContent = text;
  problem.hidden = !text;
  if (text) problem.focus();
};

// One envelope for one text, however often it is sent.
let made = null;

const envelope = async (text, code, given) => {
  const keys = await ofCode(code, given, (part) => tell(`${form.dataset.sayWorking} ${Math.round(part * 100)} %`));
  const base = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, locator: packed(keys.locator) };
  const answer = await asked(new URLSearchParams({ ...base, do: "own" }));
  if (!answer) return refuse(form.dataset.sayUnsent);
  if (!answer.ok) return refuse(answer.said);
  const said = {
    kind: "say", text, by: "", outcome: "", home: "", about: [], whole_house: false, houses: [], name: "", contact: "", needs: "", earlier: "",
  };
  const words = sealedWords(said, take(unpacked(answer.page.dataset.own), keys));
  return { text, code, body: new URLSearchParams({ ...base, ...words, do: "enclosed" }) };
};

const send = async () => {
  const given = JSON.parse(form.dataset.more);
  const text = cleaned(form.elements.more.value);
  const code = folded(form.elements.more_code.value);
  if (!text) return refuse(form.dataset.sayEmpty);
  if (text.length > given.longestWords) return refuse(form.dataset.sayLong);
  if (!isCode(code, given)) return refuse(form.dataset.sayNoCode);
  if (!made || made.text !== text || made.code !== code) made = await envelope(text, code, given);
  if (!made) return;
  tell(form.dataset.saySending);
  const answer = await asked(made.body);
  if (!answer) return refuse(form.dataset.sayUnsent);
  if (!answer.ok) return refuse(answer.said);
  made = null;
  form.reset();
  tell(form.dataset.sayDone);
};

export const begin = () => {
  if (!form) return;
  part.hidden = false;
  let busy = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy) return;
    busy = true;
    problem.hidden = true;
    send().catch(() => refuse(form.dataset.sayUnsent)).finally(() => (busy = false));
  }, true);
};
