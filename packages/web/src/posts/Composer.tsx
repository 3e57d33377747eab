import { SendHorizontal } from 'lucide-react'
import { useRef } from 'react'
import { useEntities } from '#web/entities/store.ts'
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
}

export function Composer({ channelId, rootId = '', label, onSent, onEditLast }: ComposerProps) {
  const text = useText()
  const { outbox } = useSession()
  const [message, setMessage] = useDraft(rootId || channelId)
  const typing = useTyping(channelId, rootId)
  const room = useRoom(message)
  const canSend = message.trim() !== '' && room >= 0

  function handleChange(value: string) {
    setMessage(value)
    if (value !== '') typing.say()
  }

  function handleSubmit() {
    if (!canSend) return
    outbox.write({ channelId, rootId, message, fileIds: [] })
    typing.end()
    setMessage('')
    onSent?.()
  }

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault()
        handleSubmit()
      }}
    >
      <MessageInput
        label={label}
        value={message}
        onChange={handleChange}
        onSubmit={handleSubmit}
        onArrowUp={onEditLast}
      />
      {room < SCARCE && (
        <output className={styles.room} data-state={room < 0 ? 'over' : 'scarce'}>
          {room < 0
            ? text('composer.too-long', { count: -room })
            : text('composer.room', { count: room })}
        </output>
      )}
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
    if (config.EnableUserTypingMessages === 'false') return
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
