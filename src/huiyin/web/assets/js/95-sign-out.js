// Signing out clears what this device keeps of incidents and rounds; what was not sent yet is asked for first.
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.cleared || !window.caches && !window.indexedDB) return;
    const waiting = Number(localStorage.getItem("huiyin-waiting"));
    event.preventDefault();
    if (waiting && !confirm(form.dataset.signOut.replace("{number}", waiting))) return;
    localStorage.removeItem("huiyin-waiting");
    localStorage.removeItem("huiyin-who");
    if (window.indexedDB) indexedDB.deleteDatabase("huiyin-kept");
    if (window.caches) for (const name of await caches.keys()) if (name.startsWith("huiyin-")) await caches.delete(name);
    form.dataset.cleared = "1";
    form.submit();
  });
}
