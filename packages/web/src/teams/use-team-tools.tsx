import { Blocks, LogOut, Settings, Users } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { client } from '#web/api/client.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate } from '#web/router/router.tsx'
import { useSession } from '#web/session/session.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import type { MenuItem } from '#web/ui/MenuRow.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { useCurrentTeam } from './current-team.tsx'
import { selectMay } from './my-teams.ts'

/** What else the menu of a team offers, and the dialog that was asked for. */
export function useTeamTools(): { items: MenuItem[]; dialog: ReactNode } {
  const text = useText()
  const team = useCurrentTeam()
  const myId = useMyId()
  const { realtime } = useSession()
  const mayManage = useEntities(selectMay('manage_team', team.id))
  const [isLeaving, setIsLeaving] = useState(false)

  async function leave() {
    await client.removeFromTeam(team.id, myId)
    await realtime.refreshTeams()
    navigate({ page: 'selectTeam' })
  }

  const items: MenuItem[] = [
    {
      label: text('teams.people'),
      icon: <Users size={16} />,
      isApart: true,
      onSelect: () => navigate({ page: 'manage', team: team.name, section: 'people' }),
    },
    ...(mayManage
      ? [
          {
            label: text('teams.settings'),
            icon: <Settings size={16} />,
            onSelect: () => navigate({ page: 'manage', team: team.name, section: 'general' }),
          },
        ]
      : []),
    {
      label: text('teams.integrations'),
      icon: <Blocks size={16} />,
      onSelect: () => navigate({ page: 'integrations', team: team.name, path: '' }),
    },
    {
      label: text('teams.leave'),
      icon: <LogOut size={16} />,
      isApart: true,
      onSelect: () => setIsLeaving(true),
    },
  ]
  const dialog = isLeaving && (
    <ConfirmDialog
      title={text('teams.leave-title', { team: team.display_name })}
      detail={text('teams.leaving')}
      action={text('teams.leave')}
      run={leave}
      onClose={() => setIsLeaving(false)}
    />
  )
  return { items, dialog }
}
