import { ALargeSmall, Eye, PencilLine, SendHorizontal } from 'lucide-react'
import { type DragEvent, lazy, Suspense, useRef, useState } from 'react'
import { CommandHint } from '#web/composing/CommandHint.tsx'
import composing from '#web/composing/Composing.module.css'
import { formatField, insertInField } from '#web/composing/edit-field.ts'
import { FormatBar } from '#web/composing/FormatBar.tsx'
import type { Format } from '#web/composing/formatting.ts'
import { ScheduleButton } from '#web/composing/ScheduleButton.tsx'
import { ScheduledLine } from '#web/composing/ScheduledLine.tsx'
import { useFormatBar } from '#web/composing/use-format-bar.ts'
import { EmojiPicker } from '#web/emoji/EmojiPicker.tsx'
import { AttachButton } from '#web/files/AttachButton.tsx'
import { UploadList } from '#web/files/UploadList.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { PriorityButton } from '#web/priority/PriorityButton.tsx'
import { WishLine } from '#web/priority/WishLine.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import styles from './Composer.module.css'
import { Markdown } from './Markdown.tsx'
import { type FocusFirst, MessageInput } from './MessageInput.tsx'
import { useWriting } from './use-writing.ts'

const NotifyDialog = lazy(async () => ({
  default: (await import('#web/composing/NotifyDialog.tsx')).NotifyDialog,
}))

/** From here on the room that is left is of interest. */
const SCARCE = 500

type ComposerProps = {
  channelId: string
  /** The root of the thread that is answered to; empty for a new message. */
  rootId?: string
  label: string
  onSent?: () => void
  onEditLast: () => void
  focusFirst: FocusFirst
}

/** Where a message is written, with all that may go along. */
export function Composer(props: ComposerProps) {
  const { channelId, rootId = '', label, onSent, onEditLast, focusFirst } = props
  const text = useText()
  const field = useRef<HTMLTextAreaElement>(null)
  const [isPreview, setIsPreview] = useState(false)
  const [hasFormatBar, toggleFormatBar] = useFormatBar()
  const writing = useWriting({ channelId, rootId, onSent: onSent ?? (() => {}) })
  const { message, change, files, hasFiles, wishes, setWishes, command, place, notify } = writing

  function handleFormat(format: Format) {
    if (field.current) formatField(field.current, format, change)
  }

  function handleDrop(event: DragEvent) {
    event.preventDefault()
    if (hasFiles) files.add([...event.dataTransfer.files])
  }

  return (
    <>
      <ScheduledLine channelId={channelId} rootId={rootId} />
      <form
        className={styles.composer}
        onSubmit={(event) => {
          event.preventDefault()
          writing.submit()
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={handleDrop}
      >
        <WishLine wishes={wishes} onClear={() => setWishes({})} />
        <UploadList uploads={files.uploads} onRetry={files.retry} onRemove={files.remove} />
        {hasFormatBar && <FormatBar isDisabled={isPreview} onFormat={handleFormat} />}
        {isPreview ? (
          <div className={composing.preview}>
            <Markdown>{message}</Markdown>
          </div>
        ) : (
          <MessageInput
            label={label}
            channelId={channelId}
            value={message}
            fieldRef={field}
            onChange={change}
            onSubmit={writing.submit}
            onFormat={handleFormat}
            onArrowUp={onEditLast}
            hasCommands
            focusFirst={focusFirst}
            {...(hasFiles && { onFiles: files.add })}
          />
        )}
        {writing.isCommand && <CommandHint message={message} place={place} />}
        {command.problem !== '' && (
          <p className={composing.notice} role="alert">
            {command.problem}
            {command.isUnknown && (
              <button type="button" className={composing.link} onClick={writing.send}>
                {text('composer.send-anyway')}
              </button>
            )}
          </p>
        )}
        <div className={styles.tools}>
          {hasFiles && <AttachButton onFiles={files.add} />}
          <EmojiPicker
            label={text('emoji.insert')}
            onPick={(name) => {
              if (field.current) insertInField(field.current, `:${name}:`, change)
              else change(`${message}${message && ' '}:${name}: `)
            }}
          />
          {rootId === '' && <PriorityButton wishes={wishes} onChange={setWishes} />}
          <IconButton
            label={text(hasFormatBar ? 'composer.hide-formatting' : 'composer.show-formatting')}
            aria-pressed={hasFormatBar}
            onClick={toggleFormatBar}
          >
            <ALargeSmall size={20} aria-hidden />
          </IconButton>
          {(message !== '' || isPreview) && (
            <IconButton
              label={text(isPreview ? 'composer.back-to-writing' : 'composer.preview')}
              aria-pressed={isPreview}
              onClick={() => setIsPreview(!isPreview)}
            >
              {isPreview ? <PencilLine size={17} aria-hidden /> : <Eye size={18} aria-hidden />}
            </IconButton>
          )}
          <span className={styles.gap} />
          <Room room={writing.room} />
          <button
            type="submit"
            className={styles.send}
            disabled={!writing.canSend}
            aria-label={text('composer.send')}
            title={text('composer.send')}
          >
            <SendHorizontal size={18} aria-hidden />
          </button>
          {writing.canEverSchedule && (
            <ScheduleButton isDisabled={!writing.canSchedule} onPick={writing.sendAt} />
          )}
        </div>
      </form>
      {notify.asked && (
        <Suspense fallback={null}>
          <NotifyDialog
            count={notify.asked.count}
            onSend={notify.asked.send}
            onClose={notify.close}
          />
        </Suspense>
      )}
    </>
  )
}

function Room({ room }: { room: number }) {
  const text = useText()
  if (room >= SCARCE) return null
  return (
    <output className={styles.room} data-state={room < 0 ? 'over' : 'scarce'}>
      {room < 0
        ? text('composer.too-long', { count: -room })
        : text('composer.room', { count: room })}
    </output>
  )
}
