import { Hash, SquareSlash, Users } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { EmojiChar } from '#web/emoji/EmojiChar.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import styles from './SuggestionList.module.css'
import type { Suggestion } from './use-suggestions.ts'

type SuggestionListProps = {
  id: string
  suggestions: readonly Suggestion[]
  chosenAt: number
  onChoose: (suggestion: Suggestion) => void
}

/** The id of an option, by which the field tells which one is chosen. */
export function optionId(listId: string, at: number): string {
  return `${listId}-${at}`
}

/** What a name may become. The focus stays in the field, whose keys choose. */
export function SuggestionList({ id, suggestions, chosenAt, onChoose }: SuggestionListProps) {
  const text = useText()
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen is to be seen.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosenAt])
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      className={styles.list}
      aria-label={text('composer.suggestions')}
    >
      {suggestions.map((one, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field.
        <div
          key={one.inserted}
          id={optionId(id, at)}
          role="option"
          aria-selected={at === chosenAt}
          className={styles.option}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(one)}
        >
          <Icon suggestion={one} />
          <span className={styles.title}>{one.title}</span>
          <span className={styles.note}>{one.note}</span>
        </div>
      ))}
    </div>
  )
}

function Icon({ suggestion }: { suggestion: Suggestion }) {
  if (suggestion.userId) return <Avatar userId={suggestion.userId} size="small" hasPresence />
  if (suggestion.emoji) {
    return (
      <span className={styles.emoji} aria-hidden>
        <EmojiChar name={suggestion.emoji} isAlone />
      </span>
    )
  }
  const Sign = { '~': Hash, '/': SquareSlash }[suggestion.inserted[0] ?? ''] ?? Users
  return <Sign className={styles.icon} size={18} aria-hidden />
}
