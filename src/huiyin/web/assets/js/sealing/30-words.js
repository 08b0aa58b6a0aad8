// What is typed, as the server reads it: words without control characters, a code however it was written.
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;

export const cleaned = (text) => text.replace(/\r\n?/g, "\n").replace(CONTROLS, "").trim();
export const folded = (text) => text.normalize("NFKC").toUpperCase().replace(/[\s\-‐‑‒–—―－_.·]/g, "");
export const isCode = (text, { alphabet, length }) =>
  text.length === length && [...text].every((one) => alphabet.includes(one));

// A page of ours that answers the script; null for anything else.
export const asked = async (body) => {
  const answer = await fetch(location.pathname, { method: "POST", body, redirect: "error" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-enclosed]");
  return page && { page, ok: answer.ok, said: page.textContent.trim() };
};
