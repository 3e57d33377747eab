import { useEffect, useState } from 'react'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { holdRoute, openPath } from '#web/router/router.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'

/** Asks before a page is left on which something isn't saved. */
export function UnsavedGuard({ onDiscard }: { onDiscard: () => void }) {
  const text = useConsoleText()
  const common = useText()
  const [wanted, setWanted] = useState<string>()

  useEffect(() => {
    const here = window.location.pathname + window.location.search
    const release = holdRoute()
    function handleClick(event: MouseEvent) {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null
      if (!(link instanceof HTMLAnchorElement) || !leavesByClick(event, link)) return
      event.preventDefault()
      event.stopPropagation()
      setWanted(link.pathname + link.search)
    }
    // The browser has gone already; it is led back until the question is answered.
    function handleBack() {
      const there = window.location.pathname + window.location.search
      if (there === here) return
      window.history.pushState(null, '', here)
      setWanted(there)
    }
    function handleUnload(event: BeforeUnloadEvent) {
      event.preventDefault()
    }
    document.addEventListener('click', handleClick, true)
    window.addEventListener('popstate', handleBack)
    window.addEventListener('beforeunload', handleUnload)
    return () => {
      document.removeEventListener('click', handleClick, true)
      window.removeEventListener('popstate', handleBack)
      window.removeEventListener('beforeunload', handleUnload)
      release()
    }
  }, [])

  if (wanted === undefined) return null
  return (
    <Dialog title={text('unsaved.title')} onClose={() => setWanted(undefined)}>
      <p>{text('unsaved.detail')}</p>
      <DialogActions>
        <Button onClick={() => setWanted(undefined)}>{common('cancel')}</Button>
        <Button
          look="danger"
          onClick={() => {
            onDiscard()
            openPath(wanted)
          }}
        >
          {text('unsaved.leave')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

/** Whether a click on a link leads away from the page, in this window. */
function leavesByClick(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey)
  const isHere = link.origin === window.location.origin && link.target !== '_blank'
  return isPlain && isHere && !link.hasAttribute('download')
}
