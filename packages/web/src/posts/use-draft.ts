import { useState } from 'react'
import { useMyId } from '#web/users/use-user.ts'

/** The text begun for a channel or a thread, which outlives a look into another one and a reload. */
export function useDraft(placeId: string): [string, (message: string) => void] {
  const key = `redoubt.draft.${useMyId()}.${placeId}`
  const [draft, setDraft] = useState(() => localStorage.getItem(key) ?? '')

  function change(message: string) {
    setDraft(message)
    try {
      if (message === '') localStorage.removeItem(key)
      else localStorage.setItem(key, message)
    } catch {
      // Without room in the storage the draft lives as long as the field.
    }
  }

  return [draft, change]
}
