import { useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { DialogForm } from '#web/ui/DialogForm.tsx'
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

  function handleSubmit() {
    setHasTried(true)
    if (isPast) return
    onClose()
    onPick(chosen)
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <DialogForm submit={action} onSubmit={handleSubmit} onClose={onClose} noValidate>
        <Field
          label={text('scheduling.time')}
          type="datetime-local"
          value={value}
          min={toField(Date.now())}
          onChange={setValue}
          problem={hasTried && isPast ? text('scheduling.past') : ''}
          autoFocus
        />
      </DialogForm>
    </Dialog>
  )
}
