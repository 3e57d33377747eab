import { Search } from 'lucide-react'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './SearchButton.module.css'
import { usePane } from './use-pane.ts'

/** Leads to the search. */
export function SearchButton() {
  const text = useText()
  const { open } = usePane()
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={text('panes.search')}
      title={text('panes.search')}
      onClick={() => open({ kind: 'search', query: '', what: 'messages' })}
    >
      <Search size={16} aria-hidden />
      <span className={styles.words}>{text('panes.search')}</span>
    </button>
  )
}
