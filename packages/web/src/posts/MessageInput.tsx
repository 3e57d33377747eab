import {
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
} from 'react'
import { type Format, formatOfKeys } from '#web/composing/formatting.ts'
import { useEntities } from '#web/entities/store.ts'
import styles from './Composer.module.css'
import { SuggestionList } from './SuggestionList.tsx'
import { useCompletion } from './use-completion.ts'

/** Whether a field takes the focus when it appears: from nobody, where it is lost. */
export type FocusFirst = 'never' | 'where-free' | 'always'

type MessageInputProps = {
  label: string
  /** Where names are completed. */
  channelId: string
  value: string
  onChange: (value: string) => void
  onSubmit: () => void
  onEscape?: () => void
  /** Arrow up in an empty field. */
  onArrowUp?: () => void
  onFiles?: (files: readonly File[]) => void
  /** The keys of a format. */
  onFormat?: (format: Format) => void
  /** For those who write into the field as well. */
  fieldRef?: RefObject<HTMLTextAreaElement | null>
  /** Whether names of commands are completed. */
  hasCommands?: boolean
  focusFirst: FocusFirst
}

/** Whether fields grow by themselves, which needs no measuring. */
const GROWS = CSS.supports('field-sizing', 'content')

/** A text field that grows with its text. Enter submits, Shift+Enter begins a new line. */
export function MessageInput(props: MessageInputProps) {
  const { label, value, onChange, onSubmit, onEscape, onArrowUp, focusFirst } = props
  const own = useRef<HTMLTextAreaElement>(null)
  const { channelId, onFiles, onFormat, fieldRef: field = own, hasCommands = false } = props
  const completion = useCompletion({ field, value, channelId, hasCommands, onChange })

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the value.
  useLayoutEffect(() => {
    const element = field.current
    if (!element || GROWS) return
    element.style.blockSize = '0'
    element.style.blockSize = `${element.scrollHeight}px`
  }, [value])

  useLayoutEffect(() => {
    const isFree = document.activeElement === document.body
    if (focusFirst === 'never' || (focusFirst === 'where-free' && !isFree)) return
    const end = field.current?.value.length ?? 0
    field.current?.focus({ preventScroll: true })
    field.current?.setSelectionRange(end, end)
  }, [focusFirst, field])

  const needsCommand = useEntities(
    (now) => now.preferences.get('advanced_settings/send_on_ctrl_enter') === 'true',
  )
  const isSending = (event: KeyboardEvent) =>
    event.key === 'Enter' && !event.shiftKey && (!needsCommand || event.ctrlKey || event.metaKey)

  function handleKeyDown(event: KeyboardEvent) {
    // While an input method composes, Enter takes its proposal.
    if (event.nativeEvent.isComposing || completion.handleKey(event)) return
    const format = onFormat && formatOfKeys(event)
    if (format) {
      event.preventDefault()
      onFormat(format)
    } else if (isSending(event)) {
      event.preventDefault()
      onSubmit()
    } else if (event.key === 'Escape' && onEscape) {
      event.stopPropagation()
      onEscape()
    } else if (event.key === 'ArrowUp' && !event.shiftKey && value === '' && onArrowUp) {
      event.preventDefault()
      onArrowUp()
    }
  }

  function handlePaste(event: ClipboardEvent) {
    const files = [...event.clipboardData.files]
    if (!onFiles || files.length === 0) return
    event.preventDefault()
    onFiles(files)
  }

  return (
    <>
      {completion.list && <SuggestionList {...completion.list} onChoose={completion.take} />}
      <textarea
        {...completion.fieldProps}
        ref={field}
        className={styles.input}
        aria-label={label}
        placeholder={label}
        rows={1}
        dir="auto"
        value={value}
        onChange={({ target }) => {
          onChange(target.value)
          completion.onCaret(target.value, target.selectionStart)
        }}
        onSelect={({ currentTarget }) =>
          completion.onCaret(currentTarget.value, currentTarget.selectionStart)
        }
        onKeyDown={handleKeyDown}
        onPaste={handlePaste}
      />
    </>
  )
}
