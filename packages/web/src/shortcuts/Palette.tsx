import { useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { SettingsLanguage, useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Finder } from '#web/ui/Finder.tsx'
import { findCommands } from './find-commands.ts'
import { Keys } from './Keys.tsx'
import styles from './Palette.module.css'
import type { ActionId } from './table.ts'
import { useCommands } from './use-commands.ts'

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
  const [term, setTerm] = useState('')
  return (
    <Finder
      title={text('palette.title')}
      label={text('palette.label')}
      listLabel={text('palette.commands')}
      none={common('switcher.none')}
      term={term}
      onTerm={setTerm}
      options={findCommands(useCommands(actions), term)}
      keyOf={(command) => command.id}
      show={(command) => (
        <>
          <span className={styles.title}>{command.title}</span>
          {command.shortcut && <Keys id={command.shortcut} />}
        </>
      )}
      onTake={(command) => command.run()}
      onClose={onClose}
    />
  )
}
