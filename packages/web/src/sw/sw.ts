import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { registerRoute } from 'workbox-routing'
import { CacheFirst } from 'workbox-strategies'

// The worker keeps the app itself, and nothing that the server answers: what people wrote is in
// the databases of `offline/`, which a logout empties.

/** What of the global scope is used here; the types of workers don't go along with those of pages. */
type WorkerScope = {
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
  addEventListener: (
    type: 'message' | 'activate',
    handle: (event: { data?: unknown; waitUntil: (work: Promise<unknown>) => void }) => void,
  ) => void
}

/** Put in by the build: the files of this version. */
declare const SHELL: { url: string; revision: string | null }[]

/** Addresses that the server answers itself: its API, files, and what other programs come back to. */
const SERVERS_OWN = [
  /^(api|static|plugins|oauth|hooks|files|saml|scim|\.well-known)(\/|$)/,
  /^(login|signup)\/./,
]

const scope = self as unknown as WorkerScope
/** The app's path: the worker lies directly below it. */
const base = new URL('.', self.location.href).pathname

precacheAndRoute(SHELL)
cleanupOutdatedCaches()
registerRoute(
  ({ request, url }) =>
    request.mode === 'navigate' && !SERVERS_OWN.some((pattern) => pattern.test(inner(url))),
  createHandlerBoundToURL(base),
)
// Of the fonts each reader needs few, so they are kept as they are first used.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^static\/assets\/.*\.woff2$/.test(inner(url)),
  new CacheFirst({ cacheName: 'fonts' }),
)

// A new version takes over when the reader says so, for the pages of the old one need its files.
scope.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void scope.skipWaiting()
})
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()))

/** What of an address is below the app's path. */
function inner({ pathname }: URL): string {
  return pathname.startsWith(base) ? pathname.slice(base.length) : ''
}
