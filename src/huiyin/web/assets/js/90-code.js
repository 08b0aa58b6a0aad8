// The QR of a receipt holds the code behind the "#", a part that no server sees: put it into the field, and wipe the address.
const field = document.querySelector("input[data-code]");
const code = decodeURIComponent(location.hash.slice(1));
if (field && /^[0-9A-Za-z-]{12,16}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
  field.focus();
}
