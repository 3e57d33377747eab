import { SendHorizontal } from 'lucide-react'
import { type DragEvent, useRef } from 'react'
import { isLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { EmojiPicker } from '#web/emoji/EmojiPicker.tsx'
import { useEntities } from '#web/entities/store.ts'
import { AttachButton } from '#web/files/AttachButton.tsx'
import { UploadList } from '#web/files/UploadList.tsx'
import { useUploads } from '#web/files/use-uploads.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useSession } from '#web/session/session.tsx'
import styles from './Composer.module.css'
import { MessageInput } from './MessageInput.tsx'
import { useDraft } from './use-draft.ts'
import { useRoom } from './use-room.ts'

/** From here on the room that is left is of interest. */
const SCARCE = 500
const TYPING_INTERVAL_MS = 5_000

type ComposerProps = {
  channelId: string
  /** The root of the thread that is answered to; empty for a new message. */
  rootId?: string
  label: string
  onSent?: () => void
  onEditLast: () => void
  isFocusedFirst?: boolean
}

export function Composer(props: ComposerProps) {
  const { channelId, rootId = '', label, onSent, onEditLast, isFocusedFirst = false } = props
  const text = useText()
  const { outbox } = useSession()
  const [message, setMessage] = useDraft(channelId, rootId)
  const typing = useTyping(channelId, rootId)
  const room = useRoom(message)
  const files = useUploads(rootId || channelId, channelId)
  const hasFiles = useEntities((now) => now.config.EnableFileAttachments !== 'false')
  const isEmpty = message.trim() === '' && files.pending.length === 0
  const canSend = !isEmpty && room >= 0 && files.isSettled

  function handleChange(value: string) {
    setMessage(value)
    if (value !== '') typing.say()
  }

  function handleSubmit() {
    if (!canSend) return
    outbox.write({ channelId, rootId, message, files: files.pending })
    files.clear()
    typing.end()
    setMessage('')
    onSent?.()
  }

  function handleDrop(event: DragEvent) {
    event.preventDefault()
    if (hasFiles) files.add([...event.dataTransfer.files])
  }

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault()
        handleSubmit()
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={handleDrop}
    >
      <UploadList uploads={files.uploads} onRetry={files.retry} onRemove={files.remove} />
      {hasFiles && <AttachButton onFiles={files.add} />}
      <MessageInput
        label={label}
        channelId={channelId}
        value={message}
        onChange={handleChange}
        onSubmit={handleSubmit}
        onArrowUp={onEditLast}
        isFocusedFirst={isFocusedFirst}
        {...(hasFiles && { onFiles: files.add })}
      />
      {room < SCARCE && (
        <output className={styles.room} data-state={room < 0 ? 'over' : 'scarce'}>
          {room < 0
            ? text('composer.too-long', { count: -room })
            : text('composer.room', { count: room })}
        </output>
      )}
      <EmojiPicker
        label={text('emoji.insert')}
        onPick={(name) => handleChange(`${message}${message && ' '}:${name}: `)}
      />
      <button
        type="submit"
        className={styles.send}
        disabled={!canSend}
        aria-label={text('composer.send')}
        title={text('composer.send')}
      >
        <SendHorizontal size={18} aria-hidden />
      </button>
    </form>
  )
}

/** Tells the others that one types, as often as the server wants to hear it. */
function useTyping(channelId: string, rootId: string) {
  const { realtime } = useSession()
  const config = useEntities((now) => now.config)
  const lastAt = useRef(0)

  function say() {
    if (config.EnableUserTypingMessages === 'false' || isLowBandwidth()) return
    const interval = Number(config.TimeBetweenUserTypingUpdatesMilliseconds) || TYPING_INTERVAL_MS
    if (Date.now() - lastAt.current < interval) return
    lastAt.current = Date.now()
    realtime.sendTyping(channelId, rootId)
  }

  /** A message ends the typing for those who see it, so the next word has to be told at once. */
  function end() {
    lastAt.current = 0
  }

  return { say, end }
}
