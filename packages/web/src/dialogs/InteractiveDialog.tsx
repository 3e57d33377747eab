import type {
  DialogElement,
  Dialog as Form,
  OpenDialogRequest,
} from '@mattermost/types/integrations'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Markdown } from '#web/posts/Markdown.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { DialogField } from './DialogField.tsx'
import styles from './InteractiveDialog.module.css'
import type { CallPlace } from './triggers.ts'
import { firstValues, toSubmission, type Value, type Values, wrongWith } from './values.ts'

type InteractiveDialogProps = { request: OpenDialogRequest; place: CallPlace; onClose: () => void }

const NO_ELEMENTS: readonly DialogElement[] = []

/** A form of a program: filled in here, judged there. */
export function InteractiveDialog({ request, place, onClose }: InteractiveDialogProps) {
  const text = useText()
  const [form, setForm] = useState<Form>(request.dialog)
  const elements = form.elements ?? NO_ELEMENTS
  const [values, setValues] = useState<Values>(() => firstValues(elements, new Date()))
  const [problems, setProblems] = useState<Record<string, string>>({})
  const tell = useTell(request, form, place)

  function show(next: Form, kept: Values) {
    setForm(next)
    setValues({ ...firstValues(next.elements ?? NO_ELEMENTS, new Date()), ...kept })
    setProblems({})
  }

  const submit = useMutation({
    mutationFn: () => tell({ values }),
    onSuccess: (answer) => {
      // A program that has nothing to add says nothing at all.
      const { error = '', errors, type, form: next } = answer ?? {}
      const wrong = errors ?? {}
      if (error !== '' || Object.keys(wrong).length > 0) setProblems({ ...wrong, '': error })
      else if (type === 'form' && next) show(next, {})
      else onClose()
    },
  })
  const refresh = useMutation({
    mutationFn: (given: Values) => tell({ values: given, type: 'refresh' }),
    onSuccess: (answer, given) => {
      if (answer?.form) show(answer.form, given)
    },
  })

  function change(element: DialogElement, value: Value) {
    const next = { ...values, [element.name]: value }
    setValues(next)
    setProblems(({ [element.name]: _, ...others }) => others)
    if (element.refresh) refresh.mutate(next)
  }

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    const found = elements.flatMap((element) => {
      const wrong = wrongWith(element, values[element.name])
      return wrong ? [[element.name, text(wrong.id, wrong.values)]] : []
    })
    setProblems(Object.fromEntries(found))
    if (found.length === 0) submit.mutate()
  }

  function cancel() {
    if (form.notify_on_cancel) void tell({ values: {}, isCancelled: true }).catch(() => {})
    onClose()
  }

  const failure = submit.isError ? reasonOf(submit.error) || text('problem.unreachable') : ''
  return (
    <Dialog title={form.title} onClose={cancel}>
      <form className={styles.form} onSubmit={handleSubmit} noValidate>
        {form.introduction_text && <Markdown>{form.introduction_text}</Markdown>}
        {elements.map((element) => (
          <DialogField
            key={element.name}
            element={element}
            value={values[element.name]}
            problem={problems[element.name] ?? ''}
            place={place}
            lookUp={(term) => lookUp({ request, form, place, element, values, term })}
            onChange={(value) => change(element, value)}
          />
        ))}
        <ProblemLine>{problems[''] || failure}</ProblemLine>
        <DialogActions>
          <Button onClick={cancel}>{text('cancel')}</Button>
          <Button type="submit" look="primary" isBusy={submit.isPending || refresh.isPending}>
            {form.submit_label || text('dialogs.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

type Told = { values: Values; type?: 'refresh'; isCancelled?: boolean }

function useTell(request: OpenDialogRequest, form: Form, place: CallPlace) {
  const myId = useMyId()
  return ({ values, type, isCancelled = false }: Told) =>
    client.submitInteractiveDialog({
      ...(type && { type }),
      url: (type === 'refresh' && form.source_url) || request.url,
      callback_id: form.callback_id ?? '',
      state: form.state ?? '',
      user_id: myId,
      channel_id: place.channelId,
      team_id: place.teamId,
      // The client's type knows of texts only; programs get booleans and numbers as well.
      submission: toSubmission(form.elements ?? NO_ELEMENTS, values) as Record<string, string>,
      cancelled: isCancelled,
    })
}

type LookUp = {
  request: OpenDialogRequest
  form: Form
  place: CallPlace
  element: DialogElement
  values: Values
  term: string
}

/** Asks the program what can be chosen. */
async function lookUp({ request, form, place, element, values, term }: LookUp) {
  const { items } = await client.lookupInteractiveDialog({
    url: element.data_source_url || request.url,
    callback_id: form.callback_id ?? '',
    state: form.state ?? '',
    user_id: '',
    channel_id: place.channelId,
    team_id: place.teamId,
    submission: {
      ...(toSubmission(form.elements ?? NO_ELEMENTS, values) as Record<string, string>),
      query: term,
      selected_field: element.name,
    },
    cancelled: false,
  })
  return items
}
