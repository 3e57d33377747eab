import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { reasonOf } from '#web/api/errors.ts'
import { Actions, CopyLine, Form, PageHead } from '#web/manage/parts.tsx'
import { useManageText } from '#web/manage/texts/manage-text.tsx'
import { navigate } from '#web/router/router.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Problem, ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { FormFields } from './FormFields.tsx'
import styles from './Integrations.module.css'
import type { FormValues, Kind, Saved } from './kind.ts'
import { usePlace } from './use-place.ts'

/** The form for a new integration, and then what it has to tell once. */
export function AddPage({ kind }: { kind: Kind }) {
  const text = useManageText()
  const place = usePlace()
  const toList = useToList(kind)
  const [saved, setSaved] = useState<Saved>()
  if (saved) {
    return (
      <>
        <PageHead title={text('integrations.ready')} lead={text('integrations.ready-lead')} />
        <div className={styles.card}>
          {saved.facts.map((fact) => (
            <CopyLine key={fact.label} label={text(fact.label)} value={fact.value} />
          ))}
        </div>
        <Actions>
          <Button look="primary" onClick={toList} autoFocus>
            {text('integrations.done')}
          </Button>
        </Actions>
      </>
    )
  }
  return (
    <>
      <PageHead title={text(kind.add)} lead={text(kind.lead)} />
      <KindForm
        kind={kind}
        initial={kind.blank}
        save={(form) => kind.create(place, form)}
        onSaved={setSaved}
        onCancel={toList}
      />
    </>
  )
}

/** The form of an integration that is there already. */
export function EditPage({ kind, id }: { kind: Kind; id: string }) {
  const text = useManageText()
  const place = usePlace()
  const toList = useToList(kind)
  const entries = useQuery({
    queryKey: ['integrations', kind.path, place.teamId],
    queryFn: () => kind.list(place),
    retry: false,
  })
  const entry = entries.data?.find((one) => one.id === id)
  if (entries.isPending) return <Skeleton lines={6} />
  if (!entry) return <Problem title={text('integrations.gone')} onRetry={toList} />
  return (
    <>
      <PageHead title={text('action.edit-name', { name: entry.title })} />
      <KindForm
        kind={kind}
        initial={entry.form}
        save={async (form) => {
          await kind.change(place, id, form)
          return { facts: [] }
        }}
        onSaved={toList}
        onCancel={toList}
      />
    </>
  )
}

function useToList(kind: Kind): () => void {
  const team = useCurrentTeam()
  return () => navigate({ page: 'integrations', team: team.name, path: kind.path })
}

type KindFormProps = {
  kind: Kind
  initial: FormValues
  save: (form: FormValues) => Promise<Saved>
  onSaved: (saved: Saved) => void
  onCancel: () => void
}

function KindForm({ kind, initial, save, onSaved, onCancel }: KindFormProps) {
  const text = useManageText()
  const queries = useQueryClient()
  const [form, setForm] = useState(initial)
  const saving = useMutation({
    mutationFn: () => save(form),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ['integrations', kind.path] })
      onSaved(saved)
    },
  })

  return (
    <Form onSubmit={() => saving.mutate()}>
      <FormFields fields={kind.fields} form={form} onChange={setForm} />
      <ProblemLine>
        {saving.isError ? reasonOf(saving.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <Actions>
        <Button type="submit" look="primary" isBusy={saving.isPending}>
          {text('save')}
        </Button>
        <Button onClick={onCancel}>{text('cancel')}</Button>
      </Actions>
    </Form>
  )
}
