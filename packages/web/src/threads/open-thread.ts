import { navigate, useRoute } from '#web/router/router.tsx'
import { isPlaceRoute } from '#web/router/routes.ts'

/** A function that shows a thread beside what is shown. */
export function useOpenThread(): (rootId: string) => void {
  const route = useRoute()
  return (rootId) => {
    if (isPlaceRoute(route)) navigate({ ...route, thread: rootId })
  }
}
