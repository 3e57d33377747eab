import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'

type NotifyDialogProps = { count: number; onSend: () => void; onClose: () => void }

/** Asks before many people are called. */
export function NotifyDialog({ count, onSend, onClose }: NotifyDialogProps) {
  const text = useText()
  return (
    <Dialog title={text('composer.notify-title')} onClose={onClose}>
      <p>{text('composer.notify-text', { count })}</p>
      <DialogActions>
        <Button onClick={onClose}>{text('cancel')}</Button>
        <Button
          look="primary"
          autoFocus
          onClick={() => {
            onClose()
            onSend()
          }}
        >
          {text('composer.notify-send')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
