// The service worker of the desk's pages. It keeps the files of the app that it was built with, and nothing that the engine answers:
// no task, no answer, no file of a client. A page that is open stays the page it is; a newer worker takes over when none is.
type Life = Event & { waitUntil(work: Promise<unknown>): void };
type Routes = { addRoutes?: (rule: { condition: { requestMethod: string }; source: 'network' }) => Promise<void> };
type Fetching = Event & { request: Request; respondWith(answer: Promise<Response>): void };
declare const FILES: string[]; // of this build, put in by vite.config.ts

const SHELL = `amana-shell ${FILES.join(' ')}`;
const PAGE = '/';
const PAGE_WITHIN_MS = 4000;

async function fetchAll(): Promise<void> {
  const cache = await caches.open(SHELL);
  await Promise.all([PAGE, ...FILES].map(async (path) => keep(cache, path, await fetch(path, { cache: path === PAGE ? 'no-cache' : 'default' }))));
}

async function keep(cache: Cache, path: string, answer: Response): Promise<void> {
  const isForever = !answer.headers.get('cache-control')?.includes('no-store');
  if (!answer.ok || answer.redirected || !isForever) throw new Error(`${path} can't be kept`);
  await cache.put(path, answer);
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('amana-shell ') && name !== SHELL).map((name) => caches.delete(name)));
}

/** The engine's page, which may be newer; the kept one where it is silent. */
async function page(request: Request): Promise<Response> {
  const kept = await caches.match(PAGE, { ignoreVary: true });
  if (!kept) return fetch(request);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), PAGE_WITHIN_MS);
  return fetch(request, { signal: timeout.signal })
    .catch(() => kept)
    .finally(() => clearTimeout(timer));
}

addEventListener('install', (event) => {
  (event as Life).waitUntil(fetchAll());
  // What is sent goes past this worker: a page that is going can't wait until it has woken up, and its last word was lost.
  void (event as Event & Routes).addRoutes?.({ condition: { requestMethod: 'POST' }, source: 'network' });
});
addEventListener('activate', (event) => (event as Life).waitUntil(forgetOthers()));
addEventListener('fetch', (event) => {
  const { request, respondWith } = event as Fetching;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  const answer = (work: Promise<Response>): void => respondWith.call(event, work);
  if (request.mode === 'navigate') answer(page(request));
  else if (FILES.includes(url.pathname)) answer(caches.match(url.pathname, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
});

export {};
