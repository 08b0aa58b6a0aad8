// The pages that must open without network are kept on this device, where the browser allows it (HTTPS or this machine itself).
const keepPages = async (registration) => {
  if (localStorage.getItem("huiyin-who") !== who) {
    await caches.delete("huiyin-pages");
    localStorage.setItem("huiyin-who", who);
  }
  const kept = await caches.open("huiyin-pages");
  for (const address of link.dataset.pages.split(" ")) {
    if (!(await kept.match(address, { ignoreVary: true }))) registration.active.postMessage({ keep: address });
  }
};
if (link && link.dataset.worker && window.isSecureContext && navigator.serviceWorker) {
  navigator.serviceWorker.register(link.dataset.worker, { scope: link.dataset.scope }).catch(() => {});
  navigator.serviceWorker.ready.then((registration) => setTimeout(() => keepPages(registration), Math.random() * Number(link.dataset.spread)));
}
if (link && !window.isSecureContext) link.querySelector("[data-insecure]")?.removeAttribute("hidden");
