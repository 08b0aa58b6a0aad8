// “Tell me on this device”: asks the browser, puts its answer into the form and sends it. Where the browser can't, the words beside
// the form say so, and the button stays hidden.
const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const begun = (registration) =>
  new Promise((done) => {
    if (registration.active) return done();
    const worker = registration.installing || registration.waiting;
    worker.addEventListener("statechange", () => worker.state === "activated" && done());
  });
const subscribed = async (form) => {
  const registration = await navigator.serviceWorker.register(form.dataset.worker);
  await begun(registration);
  const asked = { userVisibleOnly: true, applicationServerKey: bytesOf(form.dataset.device) };
  try {
    return await registration.pushManager.subscribe(asked);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    await (await registration.pushManager.getSubscription()).unsubscribe(); // made for another key of the server
    return registration.pushManager.subscribe(asked);
  }
};
for (const form of document.querySelectorAll("form[data-device]")) {
  if (!window.isSecureContext || !navigator.serviceWorker || !window.PushManager || !window.Notification) continue;
  form.querySelector("[data-without]").hidden = true;
  form.querySelector("[data-with]").hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.subscription.value) return;
    event.preventDefault();
    for (const one of form.querySelectorAll("[data-refused],[data-failed]")) one.hidden = true;
    if ((await Notification.requestPermission()) !== "granted") return (form.querySelector("[data-refused]").hidden = false);
    try {
      form.elements.subscription.value = JSON.stringify(await subscribed(form));
      form.requestSubmit();
    } catch {
      form.querySelector("[data-failed]").hidden = false; // the browser's push service is away
    }
  });
}
