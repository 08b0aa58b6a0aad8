// What is to be mended comes first to those who listen to the page; each entry leads into its field.
const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
  document.title = `${summary.querySelector("h2").textContent.trim()} · ${document.title}`;
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field || !field.matches("input, textarea, select")) return;
    event.preventDefault();
    field.focus();
    (field.closest(".govuk-form-group") || field).scrollIntoView({ block: "start" });
  });
}
