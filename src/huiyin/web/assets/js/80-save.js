// Saves a draft on the server while one writes: the form's fields to `data-autosave`; any 2xx means saved.
const form = document.querySelector("form[data-autosave]");
const state = document.querySelector("[data-saved]");
if (form && state) {
  let resting;
  const time = () => {
    const now = new Date();
    return `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
  };
  const save = async () => {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "manual" }).catch(() => null);
    state.textContent = answer && answer.ok ? state.dataset.saved.replace("{time}", time()) : state.dataset.unsaved;
  };
  form.addEventListener("input", () => {
    clearTimeout(resting);
    resting = setTimeout(save, 2000);
  });
}
