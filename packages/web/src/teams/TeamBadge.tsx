import styles from './TeamBadge.module.css'

/** The first letters of a team's name, as its picture. */
export function TeamBadge({ name }: { name: string }) {
  const letters = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
  return <span className={styles.badge} data-letters={letters.toUpperCase()} aria-hidden />
}
