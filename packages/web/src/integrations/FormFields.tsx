import { useEntities } from '#web/entities/store.ts'
import { Choice, TextArea, Tick } from '#web/manage/parts.tsx'
import { useManageText } from '#web/manage/texts/manage-text.tsx'
import { useTeamChannels } from '#web/manage/use-team-channels.ts'
import { selectMay } from '#web/teams/my-teams.ts'
import { Field } from '#web/ui/Field.tsx'
import type { FieldSpec, FormValues } from './kind.ts'

type FormFieldsProps = {
  fields: readonly FieldSpec[]
  form: FormValues
  onChange: (form: FormValues) => void
}

/** The fields of a form, one below the other. */
export function FormFields({ fields, form, onChange }: FormFieldsProps) {
  const mayTrust = useEntities(selectMay('manage_system'))
  return fields
    .filter(({ name }) => name !== 'is_trusted' || mayTrust)
    .map((spec, index) => (
      <FormField
        key={spec.name}
        spec={spec}
        isFirst={index === 0}
        value={form[spec.name] ?? ''}
        onChange={(value) => onChange({ ...form, [spec.name]: value })}
      />
    ))
}

type FormFieldProps = {
  spec: FieldSpec
  isFirst: boolean
  value: string | boolean
  onChange: (value: string | boolean) => void
}

function FormField({ spec, isFirst, value, onChange }: FormFieldProps) {
  const text = useManageText()
  const channels = useTeamChannels()
  const label = spec.isRequired ? text(spec.label) : text('optional', { label: text(spec.label) })
  const hint = spec.hint && text(spec.hint)
  if (spec.kind === 'check') {
    return <Tick label={text(spec.label)} hint={hint} isOn={value === true} onChange={onChange} />
  }
  const words = String(value)
  if (spec.kind === 'choice') {
    const options = (spec.options ?? []).map((one) => ({
      value: one.value,
      label: text(one.label),
    }))
    return <Choice label={text(spec.label)} value={words} onChange={onChange} options={options} />
  }
  if (spec.kind === 'channel') {
    const options = channels.map(({ id, display_name }) => ({ value: id, label: display_name }))
    return (
      <Choice
        label={label}
        value={words}
        onChange={onChange}
        options={[{ value: '', label: text('field.no-channel') }, ...options]}
        hint={hint}
        required={spec.isRequired}
      />
    )
  }
  const common = {
    label,
    value: words,
    onChange,
    required: spec.isRequired === true,
    ...(hint && { hint }),
    ...(spec.maxLength && { maxLength: spec.maxLength }),
  }
  if (spec.kind === 'lines') return <TextArea {...common} />
  return (
    <Field
      {...common}
      {...(spec.prefix && { prefix: spec.prefix })}
      autoComplete="off"
      autoFocus={isFirst}
    />
  )
}
