import { navigate, useRoute } from '#web/router/router.tsx'
import type { ChannelRoute, Route } from '#web/router/routes.ts'

function isChannelRoute(route: Route): route is ChannelRoute {
  return route.page === 'channel' || route.page === 'messages' || route.page === 'permalink'
}

/** A function that shows a thread beside the channel that is shown. */
export function useOpenThread(): (rootId: string) => void {
  const route = useRoute()
  return (rootId) => {
    if (isChannelRoute(route)) navigate({ ...route, thread: rootId })
  }
}
