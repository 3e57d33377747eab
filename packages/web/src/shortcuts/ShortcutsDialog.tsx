import { useText } from '#web/i18n/i18n.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Keys } from './Keys.tsx'
import styles from './ShortcutsDialog.module.css'
import { GROUPS, SHORTCUTS } from './table.ts'

/** What can be done by keys alone. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  return (
    <Dialog title={text('shortcuts.title')} onClose={onClose}>
      {GROUPS.map((group) => (
        <section key={group}>
          <h3 className={styles.heading}>{text(`shortcuts.group-${group}`)}</h3>
          <dl className={styles.list}>
            {SHORTCUTS.filter((entry) => entry.group === group).map(({ id }) => (
              <div key={id} className={styles.row}>
                <dt>{text(`shortcuts.${id}`)}</dt>
                <dd className={styles.keys}>
                  <Keys id={id} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
