import { type KeyboardEvent, useId, useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { SettingsLanguage, useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { findCommands } from './find-commands.ts'
import { Keys } from './Keys.tsx'
import styles from './Palette.module.css'
import type { ActionId } from './table.ts'
import { type Command, useCommands } from './use-commands.ts'

type PaletteProps = {
  actions: Record<ActionId, (() => void) | undefined>
  onClose: () => void
}

/** Does anything by a few letters of its name. */
export function Palette(props: PaletteProps) {
  return (
    <SettingsLanguage>
      <Content {...props} />
    </SettingsLanguage>
  )
}

function Content({ actions, onClose }: PaletteProps) {
  const text = useSettingsText()
  const common = useText()
  const id = useId()
  const [term, setTerm] = useState('')
  const [chosenAt, setChosenAt] = useState(0)
  const commands = findCommands(useCommands(actions), term)
  const at = Math.min(chosenAt, Math.max(0, commands.length - 1))

  function run(command: Command | undefined) {
    if (!command) return
    onClose()
    command.run()
  }

  function choose(index: number) {
    setChosenAt(index)
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: 'nearest' })
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && commands.length > 0) choose((at + step + commands.length) % commands.length)
    else if (event.key === 'Enter') run(commands[at])
    else return
    event.preventDefault()
  }

  return (
    <Dialog title={text('palette.title')} onClose={onClose}>
      <input
        autoFocus
        className={styles.input}
        type="text"
        role="combobox"
        aria-label={text('palette.label')}
        placeholder={text('palette.label')}
        aria-expanded={commands.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={commands[at] && `${id}-${at}`}
        autoComplete="off"
        value={term}
        onChange={(event) => {
          setTerm(event.target.value)
          setChosenAt(0)
        }}
        onKeyDown={handleKeyDown}
      />
      {commands.length === 0 && <p className={styles.none}>{common('switcher.none')}</p>}
      <div id={id} role="listbox" aria-label={text('palette.commands')} className={styles.list}>
        {commands.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field.
          <div
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className={styles.command}
            onClick={() => run(command)}
          >
            <span>{command.title}</span>
            {command.shortcut && <Keys id={command.shortcut} />}
          </div>
        ))}
      </div>
    </Dialog>
  )
}
