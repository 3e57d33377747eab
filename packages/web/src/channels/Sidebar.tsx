import { ChevronDown, Compass, ListFilter, Plus, UserPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { CREATING, INVITING } from '#web/sidebar/rights.ts'
import { SidebarSections } from '#web/sidebar/SidebarSections.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { selectMay, selectMayAny } from '#web/teams/my-teams.ts'
import { useTeamTools } from '#web/teams/use-team-tools.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import type { MenuItem } from '#web/ui/MenuRow.tsx'
import styles from './Sidebar.module.css'
import type { SidebarDialogName } from './SidebarDialogs.tsx'

const SidebarDialogs = lazy(async () => ({
  default: (await import('./SidebarDialogs.tsx')).SidebarDialogs,
}))

/** The channels of the team and the conversations with people. */
export function Sidebar({ currentId }: { currentId: string | undefined }) {
  const text = useText()
  const team = useCurrentTeam()
  const [dialog, setDialog] = useState<SidebarDialogName>()
  const [isFiltered, setIsFiltered] = useState(false)
  const mayInvite = useEntities(selectMayAny(INVITING, team.id))
  const mayCreate = useEntities(selectMayAny(CREATING, team.id))
  const mayBrowse = useEntities(selectMay('list_team_channels', team.id))
  const close = () => setDialog(undefined)
  const tools = useTeamTools()
  const ways: MenuItem[] = [
    ...(mayInvite
      ? [
          {
            label: text('teams.invite-people'),
            icon: <UserPlus size={16} />,
            onSelect: () => setDialog('invite'),
          },
        ]
      : []),
    ...(mayCreate
      ? [
          {
            label: text('channels.create'),
            icon: <Plus size={16} />,
            onSelect: () => setDialog('create'),
          },
        ]
      : []),
    ...(mayBrowse
      ? [
          {
            label: text('channels.browse'),
            icon: <Compass size={16} />,
            onSelect: () => setDialog('browse'),
          },
        ]
      : []),
  ]

  return (
    <nav className={styles.sidebar} aria-label={text('channels.sidebar')}>
      <header className={styles.header}>
        <Menu
          label={text('teams.menu', { team: team.display_name })}
          className={styles.teamButton}
          trigger={
            <>
              <span className={styles.teamName}>{team.display_name}</span>
              <ChevronDown size={16} aria-hidden />
            </>
          }
          items={[...ways, ...tools.items]}
        />
        <IconButton
          label={text('sidebar.filter')}
          aria-pressed={isFiltered}
          onClick={() => setIsFiltered(!isFiltered)}
        >
          <ListFilter size={18} aria-hidden />
        </IconButton>
      </header>
      <SidebarSections currentId={currentId} isFiltered={isFiltered} onDialog={setDialog} />
      {tools.dialog}
      <Suspense fallback={null}>
        {dialog && <SidebarDialogs name={dialog} onClose={close} />}
      </Suspense>
    </nav>
  )
}
