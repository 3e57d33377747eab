import { type FormEvent, type ReactNode, useState } from 'react'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { Outcome } from './Answer.tsx'
import styles from './Form.module.css'
import { Card } from './Page.tsx'
import { useAction } from './use-action.ts'

type EditCardProps<Whole> = {
  title: string
  /** As it is kept. */
  kept: Whole
  /** The fields, filled with what is kept and has been changed since. */
  fields: (now: Whole, change: (part: Partial<Whole>) => void) => ReactNode
  /** Whether it can be saved as it is. */
  isReady?: (now: Whole) => boolean
  /** What the button says, if not that it saves. */
  submit?: string
  onSave: (changes: Partial<Whole>, now: Whole) => Promise<unknown>
}

/** A form that knows what has been changed in it. */
export function EditCard<Whole extends object>(props: EditCardProps<Whole>) {
  const { title, kept, fields, isReady, submit, onSave } = props
  const text = useConsoleText()
  const common = useText()
  const [changes, setChanges] = useState<Partial<Whole>>({})
  const now = { ...kept, ...changes }
  const isChanged = Object.entries(changes).some(([key, value]) => value !== Reflect.get(kept, key))
  const saved = useAction(
    async () => {
      await onSave(changes, now)
      setChanges({})
    },
    { done: text('saved') },
  )

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    saved.run()
  }

  return (
    <Card title={title}>
      <form className={styles.form} onSubmit={handleSubmit}>
        {fields(now, (part) => setChanges({ ...changes, ...part }))}
        <div className={styles.end}>
          <Button
            type="submit"
            look="primary"
            disabled={!isChanged || isReady?.(now) === false}
            isBusy={saved.isBusy}
          >
            {submit ?? common('save')}
          </Button>
        </div>
      </form>
      <ProblemLine>{saved.problem}</ProblemLine>
      <Outcome>{saved.outcome}</Outcome>
    </Card>
  )
}
