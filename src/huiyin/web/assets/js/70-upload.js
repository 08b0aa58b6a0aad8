// Shows how far an upload has come. The request is the form's own; without script the browser sends it by itself.
const show = (drop, text, part) => {
  let box = drop.querySelector("[data-upload-state]");
  if (!box) {
    box = document.createElement("div");
    box.dataset.uploadState = "";
    box.setAttribute("role", "status");
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.setAttribute("aria-label", drop.dataset.label);
    box.append(bar, document.createElement("p"));
    drop.append(box);
  }
  box.querySelector("progress").hidden = part === null;
  if (part !== null) box.querySelector("progress").value = part;
  box.querySelector("p").textContent = text;
};
const arrive = (form, request) => {
  const address = new URL(request.responseURL);
  if (request.status < 400 && address.pathname !== new URL(form.action).pathname) return location.assign(address);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) return location.reload();
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  (main.querySelector("[data-error-summary]") || main).focus();
};

for (const drop of document.querySelectorAll("[data-sending]")) {
  const form = drop.closest("form");
  if (form.dataset.keep) continue; // the room keeps what it can't send
  const input = drop.querySelector("input[type=file]");
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !input.files.length) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const part = total ? Math.round((100 * loaded) / total) : 0;
      show(drop, drop.dataset.sending.replace("{part}", part), part);
    });
    request.addEventListener("load", () => arrive(form, request));
    for (const end of ["error", "timeout", "abort"]) request.addEventListener(end, () => show(drop, drop.dataset.lost, null));
    request.send(new FormData(form, event.submitter));
  });
}
