import { Hash, SquareSlash, Users } from 'lucide-react'
import { EmojiChar } from '#web/emoji/EmojiChar.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { OptionList, OptionText } from '#web/ui/OptionList.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import styles from './SuggestionList.module.css'
import type { Suggestion } from './use-suggestions.ts'

type SuggestionListProps = {
  id: string
  suggestions: readonly Suggestion[]
  chosenAt: number
  onChoose: (suggestion: Suggestion) => void
}

/** What a name may become. */
export function SuggestionList({ id, suggestions, chosenAt, onChoose }: SuggestionListProps) {
  const text = useText()
  return (
    <OptionList
      tabIndex={0}
      id={id}
      label={text('composer.suggestions')}
      className={styles.list}
      options={suggestions}
      keyOf={(one) => one.inserted}
      chosenAt={chosenAt}
      show={(one) => (
        <OptionText sign={<Icon suggestion={one} />} title={one.title} note={one.note} />
      )}
      onTake={onChoose}
    />
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
  return <Sign size={18} aria-hidden />
}
