// Solves it while the person looks on, and sends the form; when the turn comes first, sends it without.
const form = document.querySelector("form[data-puzzle]");
if (form) {
  const { puzzle, bits, parts, seconds } = form.dataset;
  const numbers = [];
  let number = 0;
  let sent = false;
  const send = () => {
    if (!sent) form.submit();
    sent = true;
  };
  const piece = () => {
    const until = Date.now() + 25;
    while (numbers.length < Number(parts) && Date.now() < until) {
      for (let tries = 0; tries < 200; tries++, number++) {
        if (first(`${puzzle}.${numbers.length}.${number}`) >>> (32 - Number(bits)) !== 0) continue;
        numbers.push(number);
        number = 0;
        break;
      }
    }
    if (numbers.length < Number(parts)) return setTimeout(piece, 1);
    form.elements.line_answer.value = numbers.join(",");
    return send();
  };
  document.querySelector("[data-sum]").hidden = false;
  document.querySelector("[data-wait]").hidden = true;
  form.addEventListener("submit", () => (sent = true));
  setTimeout(send, Number(seconds) * 1000 + 500);
  setTimeout(piece, 50);
}
