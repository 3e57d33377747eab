import type { ReactNode } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { kinds } from '#web/integrations/kinds.ts'
import type { RunningRoute } from '#web/router/running-routes.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { selectMay } from '#web/teams/my-teams.ts'
import { BackLink, Shell, Side, SideGroup, SideLink } from '#web/ui/Shell.tsx'
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
  return (
    <Shell
      narrow="strip"
      bar={
        <BackLink to={{ page: 'team', team: team.name }}>
          {text('manage.back', { team: team.display_name })}
        </BackLink>
      }
      side={
        <Side label={text('manage.nav')} current={`${page} ${current}`}>
          <SideGroup title={text('manage.team')}>
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
          </SideGroup>
          <SideGroup title={text('manage.integrations')}>
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
          </SideGroup>
        </Side>
      }
    >
      <div className={styles.content}>{children}</div>
    </Shell>
  )
}

type ItemProps = { may: string; to: RunningRoute; isCurrent: boolean; children: string }

/** A link for those who may do what it leads to. */
function Item({ may, ...link }: ItemProps) {
  const team = useCurrentTeam()
  const isAllowed = useEntities(selectMay(may, team.id))
  return may === '' || isAllowed ? <SideLink {...link} /> : null
}
