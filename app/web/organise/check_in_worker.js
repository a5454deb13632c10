// Keeps the check-in page of one event, and no other, so that it opens where the network drops. What it keeps has names
// in it: it is deleted when the server no longer shows the page to whoever holds this phone, and at the hour it named.

const PAGE = self.registration.scope;
const KEPT = `check-in ${PAGE}`;
const PATIENCE = 4000; // milliseconds for a network that is there and carries nothing
const FILES = /(?:href|src)="(\/static\/[^"]+)"/g;

self.addEventListener("install", (event) => event.waitUntil(fetch(PAGE, { redirect: "manual" }).then(keep).then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method !== "GET") return;
  if (mode === "navigate") event.respondWith(page(event));
  else if (new URL(url).pathname.startsWith("/static/")) event.respondWith(file(event.request));
});

async function page(event) {
  const asked = fetch(event.request).catch(() => null);
  const answer = await Promise.race([asked, new Promise((late) => setTimeout(late, PATIENCE, null))]);
  if (answer?.ok) {
    event.waitUntil(keep(answer.clone()));
    return answer;
  }
  if (answer && answer.status < 500 && answer.status !== 429) { // the way to the sign-in has status 0 here
    await caches.delete(KEPT);
    return answer;
  }
  return (await kept()) ?? answer ?? (await asked) ?? Response.error();
}

async function file(request) {
  return (await caches.match(request, { cacheName: KEPT, ignoreVary: true })) ?? fetch(request);
}

async function keep(answer) {
  if (!answer.ok || !answer.headers.has("Keep-Until")) return caches.delete(KEPT);
  const cache = await caches.open(KEPT);
  const words = await answer.clone().text();
  const files = new Set([...words.matchAll(FILES)].map(([, path]) => path.replaceAll("&amp;", "&")));
  await Promise.all([...files].map(async (path) => (await cache.match(path, { ignoreVary: true })) ?? cache.add(path)));
  return cache.put(PAGE, answer);
}

async function kept() {
  const found = await caches.match(PAGE, { cacheName: KEPT, ignoreVary: true });
  if (found && Date.parse(found.headers.get("Keep-Until")) > Date.now()) return found;
  await caches.delete(KEPT);
  return undefined;
}
