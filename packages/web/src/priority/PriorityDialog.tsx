import type { PostPriorityMetadata } from '@mattermost/types/posts'
import { type FormEvent, useState } from 'react'
import type { Wishes } from '#web/entities/entities.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'
import styles from './Priority.module.css'

type PriorityDialogProps = {
  wishes: Wishes
  onApply: (wishes: Wishes) => void
  onClose: () => void
}

type Level = '' | 'important' | 'urgent'

const LEVELS: readonly { level: Level; id: 'standard' | 'important' | 'urgent' }[] = [
  { level: '', id: 'standard' },
  { level: 'important', id: 'important' },
  { level: 'urgent', id: 'urgent' },
]

/** What a message asks of its readers. */
export function PriorityDialog({ wishes, onApply, onClose }: PriorityDialogProps) {
  const text = useText()
  const config = useEntities((now) => now.config)
  const [level, setLevel] = useState<Level>(wishes.priority?.priority ?? '')
  const [isAsked, setIsAsked] = useState(wishes.priority?.requested_ack ?? false)
  const [isPersistent, setIsPersistent] = useState(
    wishes.priority?.persistent_notifications ?? false,
  )
  const [isBurning, setIsBurning] = useState(wishes.isBurning ?? false)
  const hasPriority = config.PostPriority === 'true'
  const minutes = Math.max(1, Math.round(Number(config.BurnOnReadDurationSeconds || 600) / 60))
  const mayPersist = config.AllowPersistentNotifications === 'true'

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    const priority = {
      priority: level,
      requested_ack: isAsked,
      persistent_notifications: isPersistent && level === 'urgent',
    } as PostPriorityMetadata
    const isWished = level !== '' || isAsked
    onApply({ ...(isWished && { priority }), ...(isBurning && { isBurning }) })
    onClose()
  }

  return (
    <Dialog title={text('priority.label')} onClose={onClose}>
      <form className={styles.choices} onSubmit={handleSubmit}>
        {hasPriority && (
          <fieldset className={styles.group}>
            <legend>{text('priority.title')}</legend>
            {LEVELS.map((one) => (
              <label key={one.id} className={styles.choice}>
                <input
                  type="radio"
                  name="priority"
                  checked={level === one.level}
                  onChange={() => setLevel(one.level)}
                />
                {text(`priority.${one.id}`)}
              </label>
            ))}
          </fieldset>
        )}
        {hasPriority && (
          <Choice
            name={text('priority.request')}
            note={text('priority.request-note')}
            isChecked={isAsked}
            onChange={setIsAsked}
          />
        )}
        {hasPriority && mayPersist && (
          <Choice
            name={text('priority.persistent')}
            note={text('priority.persistent-note')}
            isChecked={isPersistent && level === 'urgent'}
            isDisabled={level !== 'urgent'}
            onChange={setIsPersistent}
          />
        )}
        {config.EnableBurnOnRead === 'true' && (
          <Choice
            name={text('priority.burn')}
            note={text('priority.burn-note', { minutes })}
            isChecked={isBurning}
            onChange={setIsBurning}
          />
        )}
        <DialogActions>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button type="submit" look="primary">
            {text('priority.done')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

type ChoiceProps = {
  name: string
  note: string
  isChecked: boolean
  isDisabled?: boolean
  onChange: (isChecked: boolean) => void
}

function Choice({ name, note, isChecked, isDisabled = false, onChange }: ChoiceProps) {
  return (
    <label className={styles.choice}>
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isDisabled}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>
        {name}
        <span className={styles.choiceNote}>{note}</span>
      </span>
    </label>
  )
}
