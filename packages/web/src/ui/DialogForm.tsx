import type { FormEvent, ReactNode } from 'react'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from './Button.tsx'
import { DialogActions } from './Dialog.tsx'
import styles from './DialogForm.module.css'
import { ProblemLine } from './Problem.tsx'

type DialogFormProps = {
  /** What the button says that ends it. */
  submit: string
  isReady?: boolean
  /** What it asks of the server: whether that is under way, and why it failed. */
  request?: { isPending: boolean; isError: boolean; error: unknown }
  /** Whether what is wrong is said by the fields themselves. */
  noValidate?: boolean
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** What is filled in within a dialog, why that failed, and the two ways out. */
export function DialogForm(props: DialogFormProps) {
  const { submit, isReady = true, request, noValidate, onSubmit, onClose, children } = props
  const text = useText()

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    if (isReady) onSubmit()
  }

  return (
    <form className={styles.form} onSubmit={handleSubmit} noValidate={noValidate}>
      {children}
      <ProblemLine>
        {request?.isError ? reasonOf(request.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <DialogActions>
        <Button onClick={onClose}>{text('cancel')}</Button>
        <Button
          type="submit"
          look="primary"
          disabled={!isReady}
          isBusy={request?.isPending ?? false}
        >
          {submit}
        </Button>
      </DialogActions>
    </form>
  )
}
