import { type TextId, useText } from '#web/i18n/i18n.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import styles from './ShortcutsDialog.module.css'

const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent)
const COMMAND = isMac ? '⌘' : 'Ctrl'

const SHORTCUTS: readonly { id: TextId; keys: readonly string[] }[] = [
  { id: 'shortcuts.switcher', keys: [COMMAND, 'K'] },
  { id: 'shortcuts.overview', keys: [COMMAND, '/'] },
  { id: 'shortcuts.send', keys: ['Enter'] },
  { id: 'shortcuts.line', keys: ['Shift', 'Enter'] },
  { id: 'shortcuts.edit-last', keys: ['↑'] },
  { id: 'shortcuts.walk', keys: ['↑', '↓'] },
  { id: 'shortcuts.complete', keys: ['@', '~', ':'] },
  { id: 'shortcuts.close', keys: ['Esc'] },
]

/** What can be done by keys alone. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  return (
    <Dialog title={text('shortcuts.title')} onClose={onClose}>
      <dl className={styles.list}>
        {SHORTCUTS.map(({ id, keys }) => (
          <div key={id} className={styles.row}>
            <dt>{text(id)}</dt>
            <dd className={styles.keys}>
              {keys.map((key) => (
                <kbd key={key} className={styles.key}>
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
