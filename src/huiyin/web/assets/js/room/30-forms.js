// Forms whose contents are kept when there is no network. Online they go as ever, and an answer that got lost is asked for again.
const WITH_PICTURES = 60000;
const asked = new URLSearchParams(location.search);

const filesOf = (data) => [...data.values()].filter((value) => value instanceof File && value.size);
const saidIn = (form) => {
  const said = [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "file" && one.value.trim());
  return said
    .filter((one) => one.tagName !== "BUTTON" && one.name !== "personal" && one.name !== "at")
    .map((one) => {
      const label = one.labels && one.labels[0] ? one.labels[0].textContent.trim() : "";
      const value = one.tagName === "SELECT" ? one.selectedOptions[0].textContent.trim() : one.value.trim();
      return form.dataset.keep === "count" ? `${label} ${value}` : value;
    });
};
const labelOf = (form) => [form.dataset.label, ...saidIn(form)].filter(Boolean).join(" · ");
const moment = (form) => {
  const typed = form.elements.at && form.elements.at.value;
  const now = new Date();
  if (!typed) return now.toISOString();
  const [hours, minutes] = typed.split(":").map(Number);
  const then = new Date(now);
  then.setHours(hours, minutes, 0, 0);
  if (then > now) then.setDate(then.getDate() - 1);
  return then.toISOString();
};
const back = (form) => {
  if (room) {
    form.reset();
    ask();
  } else if (navigator.onLine || navigator.serviceWorker?.controller) {
    location.href = `${link.dataset.room}${form.dataset.back ? `#${form.dataset.back}` : ""}`;
  }
};
const laterOn = async (form, data) => {
  const fields = {};
  for (const [name, value] of data) if (typeof value === "string" && !["csrfmiddlewaretoken", "client_id", "at"].includes(name)) fields[name] = value;
  const thing = { address: form.action, verb: form.dataset.keep, fields, client: data.get("client_id"), moment: moment(form), label: labelOf(form) };
  if (!(await keep(...(await entriesOf(thing, filesOf(data)))))) return false;
  if (form === card) await dropBegun();
  await showWaiting();
  say("cut");
  return true;
};
const submit = async (form) => {
  const data = new FormData(form);
  if (!data.get("client_id")) data.set("client_id", identifier());
  const plain = (reason) => {
    const field = form.elements.client_id || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "client_id" }));
    field.value = data.get("client_id");
    form.dataset.sent = reason;
    form.submit();
  };
  const post = () => {
    const signal = AbortSignal.timeout(filesOf(data).length ? WITH_PICTURES : PATIENCE);
    return fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, signal }).catch(() => null);
  };
  let answer = navigator.onLine ? await post() : null;
  if (answer && answer.status === 403) {
    const way = await fresh(); // a page that was kept, or open for long, has an old token
    if (way) data.set("csrfmiddlewaretoken", way.token);
    answer = way ? await post() : null;
  }
  const signedOut = answer && answer.redirected;
  if (answer?.ok && !signedOut && form === card) await dropBegun();
  if (answer && answer.status < 502 && !signedOut) return answer.ok ? back(form) : plain("as ever"); // the page says what is wrong
  if (!(await laterOn(form, data))) {
    if (form === card && navigator.onLine) await dropBegun();
    return plain("nothing can be kept here");
  }
  form.reset();
  if (signedOut) say("over");
  else back(form);
};

if (link) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-keep]") || form.dataset.sent || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    const bar = filesOf(new FormData(form)).length ? showSending(form) : null;
    submit(form).finally(() => {
      bar?.remove();
      delete form.dataset.busy;
    });
  });
  // A form that the device kept was drawn for another step: take what the address asks for, and its words from the room.
  for (const name of ["step", "group"]) {
    const field = document.querySelector(`form.hy-card[data-keep] [name=${name}]`);
    if (!field || !asked.get(name) || field.value === asked.get(name)) continue;
    field.value = asked.get(name);
    const form = field.form;
    const told = sessionStorage.getItem(`huiyin-step:${asked.get(name)}`) || "";
    form.dataset.label = [told, form.dataset.act].filter(Boolean).join(" · ");
    const place = form.querySelector("[data-of-step]");
    if (place) place.textContent = told;
  }
  document.addEventListener("click", (event) => {
    const step = event.target.closest && event.target.closest(".hy-step a");
    const id = step && new URL(step.href).searchParams.get("step");
    if (id) sessionStorage.setItem(`huiyin-step:${id}`, step.closest(".hy-step").querySelector("b").textContent);
  });
}
