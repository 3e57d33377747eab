import { useEffect } from 'react'
import { Overlays } from './Overlays.tsx'
import { type ActionId, actionOf } from './table.ts'
import { isInEmptyComposer, useActions } from './use-actions.ts'

/** What has the keys for itself while it is open. */
const OPEN = 'dialog[open], [role="dialog"], [role="menu"], [role="listbox"]'
/** Actions that open or close what is open. */
const ANYWHERE: readonly ActionId[] = ['switcher', 'palette', 'overview', 'direct']

/** Listens to the keys that work everywhere within a team, and shows what they open. */
export function Shortcuts() {
  const actions = useActions()

  useEffect(() => {
    function handleKey(event: KeyboardEvent) {
      if (event.isComposing || event.defaultPrevented) return
      const id = actionOf(event)
      const run = id && actions[id]
      if (!run) return
      // Elsewhere these keys mark a text.
      if (id === 'reply-last' && !isInEmptyComposer()) return
      if (!ANYWHERE.includes(id) && document.querySelector(OPEN)) return
      // Escape closes other things too, and none of them is to be kept from it.
      if (event.key !== 'Escape') event.preventDefault()
      run()
    }
    document.addEventListener('keydown', handleKey)
    return () => document.removeEventListener('keydown', handleKey)
  })

  return <Overlays actions={actions} />
}
