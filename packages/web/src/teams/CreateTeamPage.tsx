import { useText } from '#web/i18n/i18n.tsx'
import { Link, navigate } from '#web/router/router.tsx'
import { AuthFrame } from '#web/session/AuthFrame.tsx'
import { TeamForm } from './TeamForm.tsx'

export function CreateTeamPage() {
  const text = useText()
  return (
    <AuthFrame
      title={text('teams.create-title')}
      lead={text('teams.create-lead')}
      footer={<Link to={{ page: 'selectTeam' }}>{text('teams.to-select')}</Link>}
    >
      <TeamForm onMade={(team) => navigate({ page: 'team', team: team.name })} />
    </AuthFrame>
  )
}
