// No network: say so before the browser's own page takes what was written out of sight.
for (const notice of document.querySelectorAll("[data-offline]")) {
  const form = notice.closest("form");
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    notice.hidden = false;
    notice.focus();
  });
  window.addEventListener("online", () => (notice.hidden = true));
}
