import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { kinds } from '#web/integrations/kinds.ts'
import { Link } from '#web/router/router.tsx'
import type { RunningRoute } from '#web/router/running-routes.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { selectMay } from '#web/teams/my-teams.ts'
import styles from './ManageShell.module.css'
import { sections } from './sections.ts'
import { useManageText } from './texts/manage-text.tsx'

type ManageShellProps = {
  page: 'manage' | 'integrations'
  /** The section or the kind that is shown. */
  current: string
  children: ReactNode
}

/** The frame of a team's own pages: where they are, and the way back. */
export function ManageShell({ page, current, children }: ManageShellProps) {
  const text = useManageText()
  const team = useCurrentTeam()
  const nav = useRef<HTMLElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page marks another link.
  useEffect(() => {
    nav.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [page, current])

  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <Link className={styles.back} to={{ page: 'team', team: team.name }}>
          <ArrowLeft size={18} aria-hidden className={styles.arrow} />
          {text('manage.back', { team: team.display_name })}
        </Link>
      </header>
      <div className={styles.panes}>
        <nav ref={nav} className={styles.nav} aria-label={text('manage.nav')}>
          <Group title={text('manage.team')}>
            {sections.map(({ id, may }) => (
              <Item
                key={id}
                may={may}
                to={{ page: 'manage', team: team.name, section: id }}
                isCurrent={page === 'manage' && current === id}
              >
                {text(`manage.${id}`)}
              </Item>
            ))}
          </Group>
          <Group title={text('manage.integrations')}>
            {kinds.map(({ path, title, may }) => (
              <Item
                key={path}
                may={may}
                to={{ page: 'integrations', team: team.name, path }}
                isCurrent={page === 'integrations' && current === path}
              >
                {text(title)}
              </Item>
            ))}
          </Group>
        </nav>
        <main className={styles.main}>
          <div className={styles.content}>{children}</div>
        </main>
      </div>
    </div>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group} aria-label={title}>
      <h2 className={styles.groupName}>{title}</h2>
      <ul className={styles.items}>{children}</ul>
    </section>
  )
}

type ItemProps = { may: string; to: RunningRoute; isCurrent: boolean; children: string }

function Item({ may, to, isCurrent, children }: ItemProps) {
  const team = useCurrentTeam()
  const isAllowed = useEntities(selectMay(may, team.id))
  if (may !== '' && !isAllowed) return null
  return (
    <li>
      <Link className={styles.item} to={to} aria-current={isCurrent ? 'page' : undefined}>
        {children}
      </Link>
    </li>
  )
}
