// Stands in for the service worker of an address that the app has left.
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', async () => {
  await self.registration.unregister()
  for (const client of await self.clients.matchAll()) client.navigate(client.url)
})
