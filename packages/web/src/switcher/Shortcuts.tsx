import { useEffect, useState } from 'react'
import { QuickSwitcher } from './QuickSwitcher.tsx'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'

const DIALOGS: Record<string, 'switcher' | 'overview'> = { k: 'switcher', '/': 'overview' }

/** Listens to the keys that work everywhere within a team. */
export function Shortcuts() {
  const [open, setOpen] = useState<'switcher' | 'overview'>()

  useEffect(() => {
    function handleKey(event: KeyboardEvent) {
      const wanted = DIALOGS[event.key.toLowerCase()]
      if (!wanted || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpen((now) => (now === wanted ? undefined : wanted))
    }
    document.addEventListener('keydown', handleKey)
    return () => document.removeEventListener('keydown', handleKey)
  }, [])

  const close = () => setOpen(undefined)
  if (open === 'switcher') return <QuickSwitcher onClose={close} />
  return open === 'overview' ? <ShortcutsDialog onClose={close} /> : null
}
