import { create } from 'zustand'

/** Something that the viewer can show. */
export type Shown = {
  id: string
  name: string
  kind: 'picture' | 'video' | 'audio' | 'pdf' | 'text' | 'other'
  src: string
  downloadFrom: string
  sizeBytes: number
}

type Viewing = { items: readonly Shown[]; at: number }

/** What the viewer shows; nothing while it is closed. */
export const useViewing = create<{ viewing: Viewing | undefined }>()(() => ({ viewing: undefined }))

/** Shows one of several things in front of the page. */
export function openViewer(items: readonly Shown[], at: number): void {
  useViewing.setState({ viewing: { items, at } })
}

export function closeViewer(): void {
  useViewing.setState({ viewing: undefined })
}
