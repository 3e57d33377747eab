import type { Pane } from '#web/router/panes.ts'
import { navigate, redirect, useRoute } from '#web/router/router.tsx'
import { isPlaceRoute, type PlaceRoute } from '#web/router/routes.ts'

const NARROW = '(max-width: 1080px)'

/** The pane beside the present place, and ways to change it. */
export function usePane() {
  const route = useRoute()
  const place = isPlaceRoute(route) ? withoutBeside(route) : undefined

  return {
    pane: isPlaceRoute(route) ? route.pane : undefined,
    open: (pane: Pane) => {
      if (place) navigate({ ...place, pane })
    },
    /** The same, in place of the present one. */
    replace: (pane: Pane) => {
      if (place) redirect({ ...place, pane })
    },
    close: () => {
      if (place) navigate(place)
    },
  }
}

function withoutBeside(route: PlaceRoute): PlaceRoute {
  const { thread: _, pane: __, ...place } = route
  return place
}

/** Whether there is room for a channel or for a pane, and not for both. */
export function isNarrow(): boolean {
  return window.matchMedia(NARROW).matches
}
