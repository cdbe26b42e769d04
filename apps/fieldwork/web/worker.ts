/** Lets the app open without a network: its files are kept, and answered from what is kept.
 *
 * The server writes in front of this script which files there are and a name for their state,
 * so that a changed file makes a changed worker. The new one begins when the app was closed:
 * a page that is open never loses the files it was made of.
 */

/** As much of a service worker's surroundings as is used (the DOM's types have none). */
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  readonly kept: {
    readonly state: string;
    readonly page: string;
    readonly files: readonly string[];
  };
  readonly clients: { claim(): Promise<void> };
  addEventListener(kind: "install" | "activate", act: (event: Lasting) => void): void;
  addEventListener(kind: "fetch", act: (event: Fetching) => void): void;
}

const scope = self as unknown as Scope;
const { state, page, files } = scope.kept;
const SHELF = "llajta-campo-";

async function keepAll(): Promise<void> {
  const shelf = await caches.open(SHELF + state);
  // Files named after their content may come from the browser's cache; the page never does.
  await shelf.addAll([new Request(page, { cache: "reload", credentials: "omit" }), ...files]);
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(SHELF) && name !== SHELF + state);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function answer(request: Request, isPage: boolean): Promise<Response> {
  const shelf = await caches.open(SHELF + state);
  return (await shelf.match(isPage ? page : request)) ?? fetch(request);
}

scope.addEventListener("install", (event) => event.waitUntil(keepAll()));
scope.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  // Only what is kept: all else, above all what is personal, never passes through here.
  const isPage = request.mode === "navigate" && pathname === page;
  if (isPage || files.includes(pathname)) event.respondWith(answer(request, isPage));
});
