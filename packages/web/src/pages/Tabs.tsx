import { Link } from '#web/router/router.tsx'
import type { Route } from '#web/router/routes.ts'
import styles from './Tabs.module.css'

export type TabLink = { to: Route; label: string; isCurrent: boolean }

/** Pages that belong together, each with an address of its own. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.label}
          className={styles.tab}
          to={tab.to}
          aria-current={tab.isCurrent ? 'page' : undefined}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}

type ChoicesProps<Choice extends string> = {
  label: string
  choices: readonly { id: Choice; label: string }[]
  chosen: Choice
  onChoose: (choice: Choice) => void
}

/** What a list shows of all it could show. */
export function Choices<Choice extends string>(props: ChoicesProps<Choice>) {
  const { label, choices, chosen, onChoose } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is seen.
    <div className={styles.tabs} role="group" aria-label={label}>
      {choices.map(({ id, label: name }) => (
        <button
          key={id}
          type="button"
          className={styles.tab}
          aria-pressed={id === chosen}
          onClick={() => onChoose(id)}
        >
          {name}
        </button>
      ))}
    </div>
  )
}
