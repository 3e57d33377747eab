import { type ReactNode, useEffect } from 'react'
import { SearchButton } from '#web/panes/SearchButton.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { TopBar } from '#web/ui/TopBar.tsx'
import styles from './PageFrame.module.css'

type PageFrameProps = {
  title: string
  /** What leads to the sidebar where that is hidden. */
  leading: ReactNode
  tools?: ReactNode
  /** What stays in sight above what scrolls. */
  above?: ReactNode
  children: ReactNode
}

/** A page of its own, in the place of a channel. */
export function PageFrame({ title, leading, tools, above, children }: PageFrameProps) {
  const team = useCurrentTeam()
  useEffect(() => {
    document.title = `${title} · ${team.display_name}`
  }, [title, team])
  return (
    <div className={styles.page}>
      <TopBar title={title} leading={leading}>
        {tools}
        <SearchButton />
      </TopBar>
      {above}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling works by keyboard. */}
      <section className={styles.body} tabIndex={0} aria-label={title}>
        {children}
      </section>
    </div>
  )
}
