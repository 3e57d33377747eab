import { Field } from '#web/ui/Field.tsx'

const MINUTE_MS = 60_000

type MomentFieldProps = { label: string; value: number; onChange: (value: number) => void }

/** A day and a time of day, by the clock of this device. */
export function MomentField({ label, value, onChange }: MomentFieldProps) {
  return (
    <Field
      label={label}
      type="datetime-local"
      min={toLocal(Date.now())}
      value={toLocal(value)}
      onChange={(typed) => onChange(typed === '' ? 0 : new Date(typed).getTime())}
    />
  )
}

/** As the field wants it: local, and without a zone. */
function toLocal(time: number): string {
  if (time === 0) return ''
  const offset = new Date(time).getTimezoneOffset() * MINUTE_MS
  return new Date(time - offset).toISOString().slice(0, 16)
}
