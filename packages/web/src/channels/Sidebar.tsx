import { ChevronDown, Compass, ListFilter, Plus, UserPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { SidebarSections } from '#web/sidebar/SidebarSections.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { useTeamTools } from '#web/teams/use-team-tools.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { Menu } from '#web/ui/Menu.tsx'
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
  const close = () => setDialog(undefined)
  const tools = useTeamTools()

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
          items={[
            {
              label: text('teams.invite-people'),
              icon: <UserPlus size={16} />,
              onSelect: () => setDialog('invite'),
            },
            {
              label: text('channels.create'),
              icon: <Plus size={16} />,
              onSelect: () => setDialog('create'),
            },
            {
              label: text('channels.browse'),
              icon: <Compass size={16} />,
              onSelect: () => setDialog('browse'),
            },
            ...tools.items,
          ]}
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
