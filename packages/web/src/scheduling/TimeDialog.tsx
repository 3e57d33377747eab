import { type FormEvent, useState } from 'react'
import styles from '#web/dialogs/Dialogs.module.css'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { toField } from './times.ts'

type TimeDialogProps = {
  title: string
  action: string
  /** What is chosen at first; in an hour, if nothing is. */
  time?: number
  onPick: (time: number) => void
  onClose: () => void
}

const HOUR_MS = 3_600_000

/** Asks for a time to come. */
export function TimeDialog({ title, action, time, onPick, onClose }: TimeDialogProps) {
  const text = useText()
  const [value, setValue] = useState(() => toField(time ?? Date.now() + HOUR_MS))
  const [hasTried, setHasTried] = useState(false)
  const chosen = new Date(value).getTime()
  // A field that was emptied has no time at all.
  const isPast = !(chosen > Date.now())

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    setHasTried(true)
    if (isPast) return
    onClose()
    onPick(chosen)
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form className={styles.form} onSubmit={handleSubmit} noValidate>
        <Field
          label={text('scheduling.time')}
          type="datetime-local"
          value={value}
          min={toField(Date.now())}
          onChange={setValue}
          problem={hasTried && isPast ? text('scheduling.past') : ''}
          autoFocus
        />
        <DialogActions>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button type="submit" look="primary">
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
