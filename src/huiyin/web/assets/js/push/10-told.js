// Tells the holder of this device that there is something new. It answers for no page and keeps nothing.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("push", (event) => {
  const said = event.data.json(); // sealed for this device; whatever can't be opened does not come here
  const address = OPENS[said.open] || said.open;
  event.waitUntil(self.registration.showNotification(said.title, { body: said.body, tag: said.tag, icon: ICON, data: { address } }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.address, self.location.origin);
  if (address.origin === self.location.origin) event.waitUntil(self.clients.openWindow(address.href));
});
