// The service worker: a page that was seen once is there without a network. The network goes
// first, so that nothing is stale.
const CACHE = "ringmote";

/**
 * The surroundings of a service worker, as far as this one uses them: its library and the page's exclude each
 * other.
 */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Worker {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", take: (event: Extendable) => void): void;
  addEventListener(type: "fetch", take: (event: Fetching) => void): void;
}

const worker = self as unknown as Worker;

worker.addEventListener("install", (event) => event.waitUntil(keepAll()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(fromNetworkOrCache(event.request));
});

/** The page's files, those too that it loads later; files.json is written with them. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  const list = (await (await fetch("files.json")).json()) as string[];
  await cache.addAll(list);
  await worker.skipWaiting();
}

async function fromNetworkOrCache(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept !== undefined) return kept;
    throw error;
  }
}
