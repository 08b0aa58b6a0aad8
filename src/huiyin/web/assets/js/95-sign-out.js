// Signing out clears what this device keeps of incidents and rounds; what was not sent yet is asked for first.
// The worker is told first, or what it was still fetching would come back after everything was taken away.
const told = (worker) => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = done;
  setTimeout(done, 3000);
  worker.postMessage({ forget: true }, [port2]);
});
const forgetKept = async () => {
  for (const one of (await navigator.serviceWorker?.getRegistrations()) || []) {
    if (new URL(one.scope).pathname === "/told/") continue; // tells that there is news, keeps nothing, and was switched on by hand
    if (one.active) await told(one.active);
    await one.unregister();
  }
  if (window.caches) for (const name of await caches.keys()) if (name.startsWith("huiyin-")) await caches.delete(name);
};
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.cleared || !window.caches && !window.indexedDB) return;
    const waiting = Number(localStorage.getItem("huiyin-waiting"));
    event.preventDefault();
    if (waiting && !confirm(form.dataset.signOut.replace("{number}", waiting))) return;
    localStorage.removeItem("huiyin-waiting");
    localStorage.removeItem("huiyin-who");
    if (window.indexedDB) indexedDB.deleteDatabase("huiyin-kept");
    await forgetKept().catch(() => {}); // where the browser refuses to look, there is nothing kept; signing out goes on
    form.dataset.cleared = "1";
    form.submit();
  });
}
