import { useState } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { useSession } from '#web/session/session.tsx'

/** The text begun for a channel or a thread. It outlives a reload, and other devices have it too. */
export function useDraft(channelId: string, rootId: string): [string, (message: string) => void] {
  const { drafts } = useSession()
  const place = { channelId, rootId }
  const [draft, setDraft] = useState(() => drafts.read(place))
  const told = useEntities((now) => now.drafts.get(rootId || channelId)?.message ?? '')
  const [heard, setHeard] = useState(told)

  // Another device went on, and nobody is writing here.
  if (told !== heard) {
    setHeard(told)
    if (told !== draft && !drafts.isBusy(place)) setDraft(told)
  }

  function change(message: string) {
    setDraft(message)
    drafts.write(place, message)
  }

  return [draft, change]
}
