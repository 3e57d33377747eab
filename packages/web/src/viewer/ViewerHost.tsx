import { lazy, Suspense } from 'react'
import { useViewing } from './open-viewer.ts'

const FileViewer = lazy(async () => ({ default: (await import('./FileViewer.tsx')).FileViewer }))

/** Where the viewer appears when something is to be shown. */
export function ViewerHost() {
  const viewing = useViewing((now) => now.viewing)
  if (!viewing) return null
  return (
    <Suspense fallback={null}>
      <FileViewer items={viewing.items} first={viewing.at} />
    </Suspense>
  )
}
