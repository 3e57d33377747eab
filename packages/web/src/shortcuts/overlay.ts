import { create } from 'zustand'

/** What can lie over a page of the team, opened from anywhere. */
export type Overlay =
  | { kind: 'switcher' | 'palette' | 'overview' | 'direct' | 'custom-status' | 'dnd' }
  | { kind: 'channel-notifications'; channelId: string }

const useOpen = create<{ overlay: Overlay | undefined }>()(() => ({ overlay: undefined }))

/** What lies over the page at the moment. */
export function useOverlay(): Overlay | undefined {
  return useOpen((now) => now.overlay)
}

/** Opens an overlay in the place of any other. */
export function openOverlay(overlay: Overlay): void {
  useOpen.setState({ overlay })
}

export function closeOverlay(): void {
  useOpen.setState({ overlay: undefined })
}

/** Opens an overlay, or closes it where it is open: the same keys lead in and out. */
export function toggleOverlay(kind: 'switcher' | 'palette' | 'overview'): void {
  useOpen.setState(({ overlay }) => ({ overlay: overlay?.kind === kind ? undefined : { kind } }))
}
