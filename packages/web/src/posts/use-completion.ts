import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react'
import { optionId } from '#web/ui/OptionList.tsx'
import { completed, tokenAt } from './completion.ts'
import { type Suggestion, useClamped, useSuggestions } from './use-suggestions.ts'

type Given = {
  field: RefObject<HTMLTextAreaElement | null>
  value: string
  channelId: string
  /** Whether names of commands are completed, too. */
  hasCommands: boolean
  onChange: (value: string) => void
}

/** Completes names in a text field: arrows choose, Enter and Tab take, Escape declines. */
export function useCompletion({ field, value, channelId, hasCommands, onChange }: Given) {
  const listId = useId()
  const [caret, setCaret] = useState(0)
  const [chosenAt, setChosenAt] = useState(0)
  const [declined, setDeclined] = useState<number>()
  const token = tokenAt(value, caret, hasCommands)
  const isWanted = token !== undefined && token.start !== declined
  const suggestions = useSuggestions(isWanted ? token : undefined, channelId)
  const caretToBe = useRef<number>(undefined)

  // The caret goes there with the new text, before the next key.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field has its new text then.
  useLayoutEffect(() => {
    const to = caretToBe.current
    caretToBe.current = undefined
    if (to !== undefined) field.current?.setSelectionRange(to, to)
  }, [value])
  useClamped(chosenAt, suggestions.length, setChosenAt)
  const isOpen = isWanted && suggestions.length > 0

  function take(suggestion: Suggestion) {
    if (!token) return
    const next = completed(value, token, suggestion.inserted)
    onChange(next.text)
    setCaret(next.caret)
    setChosenAt(0)
    caretToBe.current = next.caret
  }

  /** Whether the key was for the list. */
  function handleKey(event: KeyboardEvent): boolean {
    if (!isOpen) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const chosen = suggestions[chosenAt]
    // A command that is there already is run, and so is one to which nothing more is chosen.
    const isWhole = chosen?.inserted.trimEnd() === value.trimEnd()
    const isEnough = isWhole || (/\S\s+$/.test(value) && chosenAt === 0)
    if (event.key === 'Enter' && token.kind === '/' && isEnough) return false
    if (step) setChosenAt((chosenAt + step + suggestions.length) % suggestions.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) {
      take(chosen)
    } else if (event.key === 'Escape') setDeclined(token.start)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  return {
    handleKey,
    take,
    list: isOpen ? { id: listId, suggestions, chosenAt } : undefined,
    /** The field's caret is what decides which name is meant. */
    onCaret: (text: string, at: number) => {
      setCaret(at)
      if (!tokenAt(text, at, hasCommands)) setDeclined(undefined)
    },
    fieldProps: {
      'aria-autocomplete': 'list',
      'aria-controls': isOpen ? listId : undefined,
      'aria-activedescendant': isOpen ? optionId(listId, chosenAt) : undefined,
    },
  } as const
}
