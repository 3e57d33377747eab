import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import styles from './SaveBar.module.css'

type SaveBarProps = {
  /** How many settings differ from what is saved. */
  count: number
  isValid: boolean
  isBusy: boolean
  onDiscard: () => void
  onSave: () => void
}

/** What is to be done with changes; it stays in sight while one scrolls. */
export function SaveBar({ count, isValid, isBusy, onDiscard, onSave }: SaveBarProps) {
  const text = useConsoleText()
  const common = useText()
  return (
    <section className={styles.bar} aria-label={text('config.unsaved')}>
      <p className={styles.count} role="status">
        {isValid ? text('config.changes', { count }) : text('config.invalid')}
      </p>
      <Button onClick={onDiscard}>{text('config.discard')}</Button>
      <Button look="primary" isBusy={isBusy} disabled={!isValid} onClick={onSave}>
        {common('save')}
      </Button>
    </section>
  )
}
