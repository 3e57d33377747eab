import { KeyRound } from 'lucide-react'
import { useEntities } from '#web/entities/store.ts'
import { withBase } from '#web/router/base.ts'
import styles from './Providers.module.css'
import { providersOf } from './providers.ts'
import { useEntranceText } from './texts/entrance-text.tsx'

/** Links to the other services by which one can come in. */
export function Providers() {
  const text = useEntranceText()
  const config = useEntities((now) => now.config)
  const providers = providersOf(config)
  const query = window.location.search
  if (providers.length === 0) return null
  return (
    <div className={styles.providers}>
      <p className={styles.or}>{text('login.or')}</p>
      {providers.map(({ id, name, path }) => (
        <a key={id} className={styles.provider} href={withBase(path + query)}>
          <KeyRound size={16} aria-hidden />
          {text('login.with', { name })}
        </a>
      ))}
    </div>
  )
}
