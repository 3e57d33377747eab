import type { UserCustomStatus } from '@mattermost/types/users'
import { useMutation } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { EmojiChar } from '#web/emoji/EmojiChar.tsx'
import { EmojiPicker } from '#web/emoji/EmojiPicker.tsx'
import { useEntities } from '#web/entities/store.ts'
import { SettingsLanguage, useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { DialogForm } from '#web/ui/DialogForm.tsx'
import { Field } from '#web/ui/Field.tsx'
import styles from './CustomStatusDialog.module.css'
import {
  type CustomStatus,
  customStatusOf,
  DURATIONS,
  type Duration,
  endOf,
  recentStatuses,
} from './custom-status.ts'
import { MomentField } from './MomentField.tsx'

const LENGTH = 100
const FIRST_EMOJI = 'speech_balloon'

const PROPOSALS = [
  { id: 'meeting', emoji: 'calendar', duration: 'one_hour' },
  { id: 'lunch', emoji: 'hamburger', duration: 'thirty_minutes' },
  { id: 'sick', emoji: 'sneezing_face', duration: 'today' },
  { id: 'home', emoji: 'house', duration: 'today' },
  { id: 'holiday', emoji: 'palm_tree', duration: 'this_week' },
] as const

/** What one says of the present to everybody: an emoji, a few words, and how long they hold. */
export function CustomStatusDialog({ onClose }: { onClose: () => void }) {
  return (
    <SettingsLanguage>
      <Content onClose={onClose} />
    </SettingsLanguage>
  )
}

type Draft = { emoji: string; text: string; duration: Duration; moment: number }

function Content({ onClose }: { onClose: () => void }) {
  const text = useSettingsText()
  const present = useEntities((now) => customStatusText(now.users.get(now.myId)?.props))
  const [draft, setDraft] = useState<Draft>(() => draftOf(present))
  const isEmpty = draft.text.trim() === '' && draft.emoji === ''
  const save = useMutation({
    mutationFn: () =>
      isEmpty ? client.unsetCustomStatus() : client.updateCustomStatus(toWire(draft)),
    onSuccess: onClose,
  })
  const isReady = draft.duration !== 'date_and_time' || draft.moment > Date.now()

  return (
    <Dialog title={text('custom-status.title')} onClose={onClose}>
      <DialogForm
        submit={text(isEmpty && present ? 'custom-status.remove' : 'custom-status.submit')}
        isReady={isReady && (!isEmpty || present !== '')}
        request={save}
        onSubmit={() => save.mutate()}
        onClose={onClose}
      >
        <div className={styles.words}>
          <span className={styles.emoji}>
            {draft.emoji && <EmojiChar name={draft.emoji} />}
            <EmojiPicker
              label={text('custom-status.emoji')}
              onPick={(emoji) => setDraft({ ...draft, emoji })}
            />
          </span>
          <div className={styles.text}>
            <Field
              label={text('custom-status.text')}
              autoFocus
              maxLength={LENGTH}
              value={draft.text}
              onChange={(value) => setDraft({ ...draft, text: value })}
            />
          </div>
          {!isEmpty && (
            <IconButton
              label={text('custom-status.clear')}
              onClick={() => setDraft({ emoji: '', text: '', duration: '', moment: 0 })}
            >
              <X size={16} aria-hidden />
            </IconButton>
          )}
        </div>
        {isEmpty ? <Proposals onChoose={setDraft} /> : <Ending draft={draft} onChange={setDraft} />}
      </DialogForm>
    </Dialog>
  )
}

type EndingProps = { draft: Draft; onChange: (draft: Draft) => void }

function Ending({ draft, onChange }: EndingProps) {
  const text = useSettingsText()
  return (
    <>
      <label className={styles.ending}>
        <span className={styles.label}>{text('custom-status.until')}</span>
        <select
          className={styles.select}
          value={draft.duration}
          onChange={({ target }) => {
            const duration = DURATIONS.find((one) => one === target.value) ?? ''
            onChange({ ...draft, duration, moment: draft.moment || endOf('today', Date.now()) })
          }}
        >
          {DURATIONS.map((duration) => (
            <option key={duration} value={duration}>
              {text(`duration.${duration || 'none'}`)}
            </option>
          ))}
        </select>
      </label>
      {draft.duration === 'date_and_time' && (
        <MomentField
          label={text('moment')}
          value={draft.moment}
          onChange={(moment) => onChange({ ...draft, moment })}
        />
      )}
    </>
  )
}

/** What one said before, and what many people say. */
function Proposals({ onChoose }: { onChoose: (draft: Draft) => void }) {
  const text = useSettingsText()
  const recents = recentStatuses(
    useEntities((now) => now.preferences.get('custom_status/recent_custom_statuses')),
  )
  const proposals = PROPOSALS.map(({ id, emoji, duration }) => ({
    emoji,
    duration,
    text: text(`custom-status.${id}`),
    expiresAt: 0,
  })).filter((one) => !recents.some((recent) => recent.text === one.text))
  const item = (status: CustomStatus, isRecent: boolean) => (
    <li key={status.text} className={styles.proposal}>
      <button type="button" className={styles.choose} onClick={() => onChoose(draftOf(status))}>
        <span aria-hidden>
          <EmojiChar name={status.emoji || FIRST_EMOJI} />
        </span>
        <span className={styles.chosenText}>{status.text}</span>
        <span className={styles.note}>{text(`duration.${durationOf(status) || 'none'}`)}</span>
      </button>
      {isRecent && (
        <IconButton
          size="small"
          label={text('custom-status.forget', { text: status.text })}
          onClick={() => void client.removeRecentCustomStatus(toWire(draftOf(status)))}
        >
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </li>
  )
  return (
    <div>
      {recents.length > 0 && (
        <>
          <h3 className={styles.heading}>{text('custom-status.recent')}</h3>
          <ul className={styles.proposals}>{recents.map((one) => item(one, true))}</ul>
        </>
      )}
      <h3 className={styles.heading}>{text('custom-status.proposals')}</h3>
      <ul className={styles.proposals}>{proposals.map((one) => item(one, false))}</ul>
    </div>
  )
}

/** Compared as a text, so that the present status is the same until it changes. */
function customStatusText(props: Record<string, string> | undefined): string {
  const status = customStatusOf(props && { props }, Date.now())
  return status ? JSON.stringify(status) : ''
}

function durationOf({ duration }: { duration: string }): Duration {
  return DURATIONS.find((one) => one === duration) ?? ''
}

function draftOf(status: CustomStatus | string): Draft {
  if (status === '') return { emoji: '', text: '', duration: '', moment: 0 }
  const known: CustomStatus = typeof status === 'string' ? JSON.parse(status) : status
  const { emoji, text, expiresAt } = known
  return { emoji, text, duration: durationOf(known), moment: expiresAt }
}

function toWire({ emoji, text, duration, moment }: Draft): UserCustomStatus {
  const end = duration === 'date_and_time' ? moment : endOf(duration, Date.now())
  return {
    emoji: emoji || FIRST_EMOJI,
    text: text.trim(),
    duration: duration as UserCustomStatus['duration'],
    ...(end > 0 && { expires_at: new Date(end).toISOString() }),
  }
}
