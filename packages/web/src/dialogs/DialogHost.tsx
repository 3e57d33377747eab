import { lazy, Suspense, useState } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { forgetTrigger, useTriggers } from './triggers.ts'

const InteractiveDialog = lazy(async () => ({
  default: (await import('./InteractiveDialog.tsx')).InteractiveDialog,
}))

/** Shows the forms with which programs answer to calls of this page. */
export function DialogHost() {
  const request = useEntities((now) => now.dialog)
  const place = useTriggers((now) => now.places.get(request?.trigger_id ?? ''))
  const [closed, setClosed] = useState(request)
  if (!request || !place || closed === request) return null
  return (
    <Suspense fallback={null}>
      <InteractiveDialog
        key={request.trigger_id}
        request={request}
        place={place}
        onClose={() => {
          setClosed(request)
          forgetTrigger(request.trigger_id)
        }}
      />
    </Suspense>
  )
}
