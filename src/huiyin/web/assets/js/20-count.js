// How much is written of what fits. Spoken only when the writer rests.
for (const note of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(note.dataset.count);
  const limit = Number(note.dataset.limit);
  const spoken = document.createElement("span");
  spoken.className = "govuk-visually-hidden";
  spoken.setAttribute("role", "status");
  note.after(spoken);
  let resting;
  const tell = () => {
    // A line break is two characters when it is sent.
    const written = field.value.replace(/\r?\n/g, "\r\n").length;
    const over = written - limit;
    note.textContent =
      over > 0
        ? note.dataset.over.replace("{over}", over)
        : note.dataset.left.replace("{written}", written).replace("{limit}", limit);
    note.classList.toggle("hy-over", over > 0);
    clearTimeout(resting);
    resting = setTimeout(() => {
      spoken.textContent = over > 0 || written > limit * 0.9 ? note.textContent : "";
    }, 1500);
  };
  field.addEventListener("input", tell);
  tell();
}
