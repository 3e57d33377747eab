import { useMutation } from '@tanstack/react-query'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from './Button.tsx'
import { Dialog, DialogActions } from './Dialog.tsx'
import { ProblemLine } from './Problem.tsx'

type ConfirmDialogProps = {
  title: string
  detail: string
  action: string
  run: () => Promise<unknown>
  onClose: () => void
}

/** Asks before something that is not easily undone. */
export function ConfirmDialog({ title, detail, action, run, onClose }: ConfirmDialogProps) {
  const text = useText()
  const confirmed = useMutation({ mutationFn: run, onSuccess: onClose })
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{detail}</p>
      <ProblemLine>
        {confirmed.isError ? reasonOf(confirmed.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <DialogActions>
        <Button onClick={onClose}>{text('cancel')}</Button>
        <Button look="danger" isBusy={confirmed.isPending} onClick={() => confirmed.mutate()}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
