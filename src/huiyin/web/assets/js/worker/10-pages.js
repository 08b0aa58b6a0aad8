// Rooms of incidents and rounds without network: the page as it last was, without what it says of people, and the forms that are kept.
const { registerRoute } = workbox.routing;
const { CacheFirst, NetworkFirst, StaleWhileRevalidate } = workbox.strategies;
const PAGES = [/^\/incidents\/[a-z0-9]{12}\/(?:(?:note|count|step-done|step-not-done|proof)\/)?$/, /^\/hazards\/rounds\/(?:[a-z0-9]{12}\/)?$/];
const isKept = (path) => PAGES.some((one) => one.test(path));

const DRAWING = /\/hazards\/map\/[a-z0-9]{12}\/picture\?\d+/g;
const isDrawing = (url) => /^\/hazards\/map\/[a-z0-9]{12}\/picture$/.test(url.pathname);
// The drawings that a kept page shows are kept with it; a newer picture takes the place of an older one.
const keepDrawings = async (page) => {
  const kept = await caches.open("huiyin-drawings");
  for (const address of new Set(page.match(DRAWING) || [])) {
    if (await kept.match(address)) continue;
    await kept.delete(address, { ignoreSearch: true });
    await kept.add(address).catch(() => {});
  }
};
// Between a sign-out and the next page that is kept, what was still on its way is kept no more.
let signedOut = false;
const withoutPeople = async (answer) => {
  if (signedOut || !answer || !answer.ok || answer.redirected) return null;
  const headers = new Headers(answer.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  const page = (await answer.text()).replace(/<span class="(?:hy-personal|x)">[\s\S]*?<\/span>/g, "");
  await keepDrawings(page);
  return signedOut ? null : new Response(page, { status: 200, headers });
};
const address = (request) => {
  const found = new URL(request.url);
  return found.origin + found.pathname;
};
const pages = new NetworkFirst({
  cacheName: "huiyin-pages",
  networkTimeoutSeconds: 6,
  matchOptions: { ignoreVary: true },
  plugins: [
    { cacheKeyWillBeUsed: async ({ request }) => address(request), cacheWillUpdate: async ({ response }) => withoutPeople(response) },
  ],
});

registerRoute(({ request, url }) => request.mode === "navigate" && isKept(url.pathname), pages);
const plugins = [{ cacheWillUpdate: async ({ response }) => (signedOut || response.status !== 200 ? null : response) }];
registerRoute(({ url }) => isDrawing(url), new CacheFirst({ cacheName: "huiyin-drawings", plugins }));
registerRoute(({ url }) => url.pathname.startsWith("/static/"), new StaleWhileRevalidate({ cacheName: "huiyin-shell", plugins }));
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open("huiyin-shell").then((shell) => shell.addAll(SHELL)).then(() => self.skipWaiting()));
});
const sweep = async () => {
  const shell = await caches.open("huiyin-shell");
  for (const kept of await shell.keys()) if (!SHELL.includes(new URL(kept.url).pathname)) await shell.delete(kept); // of an earlier version
  await self.clients.claim();
};
self.addEventListener("activate", (event) => event.waitUntil(sweep()));
self.addEventListener("message", (event) => {
  if (event.data && event.data.forget) {
    signedOut = true;
    setTimeout(() => event.ports[0].postMessage("forgotten")); // a put that had begun has opened its cache by then
  }
  if (!event.data || !event.data.keep || !isKept(event.data.keep)) return;
  signedOut = false;
  event.waitUntil(
    fetch(event.data.keep)
      .then(withoutPeople)
      .then(async (page) => page && (await caches.open("huiyin-pages")).put(new URL(event.data.keep, self.location.origin).href, page))
      .catch(() => {}),
  );
});
