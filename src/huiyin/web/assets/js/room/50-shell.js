// The pages that must open without network are kept on this device, where the browser allows it (HTTPS or this machine itself).
const FORMS = ["note", "count", "step-done", "step-not-done"];

const keepForms = async (registration) => {
  if (localStorage.getItem("huiyin-who") !== who) {
    for (const name of await caches.keys()) if (name === "huiyin-rooms") await caches.delete(name);
    localStorage.setItem("huiyin-who", who);
  }
  const kept = await caches.open("huiyin-rooms");
  const worker = registration.active;
  for (const address of [link.dataset.room, ...FORMS.map((name) => `${link.dataset.room}${name}/`)]) {
    if (!(await kept.match(address, { ignoreVary: true }))) worker.postMessage({ keep: address });
  }
};
if (link && link.dataset.worker && window.isSecureContext && navigator.serviceWorker) {
  navigator.serviceWorker.register(link.dataset.worker, { scope: link.dataset.scope }).catch(() => {});
  navigator.serviceWorker.ready.then((registration) => setTimeout(() => keepForms(registration), 500 + Math.random() * Number(link.dataset.spread)));
}
