import { usePaneText } from '#web/panes/texts/pane-text.tsx'
import styles from './SearchHelp.module.css'
import { MODIFIERS } from './search-token.ts'

const SIGNS = ['quotes', 'minus', 'star', 'hash'] as const

/** What a search understands, to be read and to begin with. */
export function SearchHelp({ onChoose }: { onChoose: (start: string) => void }) {
  const text = usePaneText()
  return (
    <div className={styles.help}>
      <h3 className={styles.title}>{text('search.narrow')}</h3>
      <ul className={styles.list}>
        {MODIFIERS.map((modifier) => (
          <li key={modifier}>
            <button type="button" className={styles.entry} onClick={() => onChoose(`${modifier}:`)}>
              <code className={styles.code}>{modifier}:</code>
              <span>{text(`search.modifier-${modifier}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <h3 className={styles.title}>{text('search.signs')}</h3>
      <dl className={styles.signs}>
        {SIGNS.map((sign) => (
          <div key={sign} className={styles.sign}>
            <dt>
              <code className={styles.code}>{text(`search.sign-${sign}`)}</code>
            </dt>
            <dd className={styles.meaning}>{text(`search.sign-${sign}-detail`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
