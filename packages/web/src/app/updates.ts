import { create } from 'zustand'
import { withBase } from '#web/router/base.ts'

/** How often a page that stays open asks whether there is a new version. */
const EVERY_MS = 60 * 60_000

const useWaiting = create<{ worker?: ServiceWorker }>()(() => ({}))

/** Lets the service worker keep the app on this device, where the browser has such a thing. */
export function keepApp(): void {
  // Behind everything that the first page needs.
  window.addEventListener('load', () => {
    navigator.serviceWorker?.register(withBase('/sw.js')).then(watch, () => {})
  })
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = () => {
    // Without a controller this is the first version, and nothing older is being shown.
    const { waiting } = registration
    if (waiting && navigator.serviceWorker.controller) useWaiting.setState({ worker: waiting })
  }
  look()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look)
  })
  setInterval(() => void registration.update().catch(() => {}), EVERY_MS)
}

/** Changes to the new version, where one is ready. */
export function useUpdate(): (() => void) | undefined {
  const worker = useWaiting((now) => now.worker)
  return worker && (() => takeOver(worker))
}

function takeOver(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), {
    once: true,
  })
  worker.postMessage('take-over')
}
