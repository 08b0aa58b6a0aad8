// A date or time that is half typed (on a clock of twelve hours: without morning or afternoon) would be sent as nothing. Say so instead.
document.addEventListener(
  "submit",
  (event) => {
    const half = [...event.target.elements].find((one) => one.validity && one.validity.badInput);
    if (!half) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    half.reportValidity(); // the browser's own words, in its language
  },
  true,
);
