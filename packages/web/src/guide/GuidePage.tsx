import type { Team } from '@mattermost/types/teams'
import { useState } from 'react'
import { ManageLanguage, useManageText } from '#web/manage/texts/manage-text.tsx'
import { navigate } from '#web/router/router.tsx'
import { AuthFrame } from '#web/session/AuthFrame.tsx'
import { CurrentTeamProvider } from '#web/teams/current-team.tsx'
import { useMyTeams } from '#web/teams/my-teams.ts'
import { TeamForm } from '#web/teams/TeamForm.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ChannelStep } from './ChannelStep.tsx'
import styles from './GuidePage.module.css'
import { InviteStep } from './InviteStep.tsx'

const steps = ['team', 'channel', 'invite'] as const
type Step = (typeof steps)[number]

/** Leads the first administrator to a team with a channel and people. */
export function GuidePage() {
  return (
    <ManageLanguage>
      <Guide />
    </ManageLanguage>
  )
}

function Guide() {
  const text = useManageText()
  const [teamId, setTeamId] = useState<string>()
  const [step, setStep] = useState<Step>('team')
  const [channel, setChannel] = useState('town-square')
  const team = useMyTeams().find(({ id }) => id === teamId)

  function finish() {
    if (team) navigate({ page: 'channel', team: team.name, channel })
    else navigate({ page: 'selectTeam' })
  }

  function handleTeam(made: Team) {
    setTeamId(made.id)
    setStep('channel')
  }

  return (
    <AuthFrame
      key={step}
      title={text(`guide.${step}`)}
      lead={text(`guide.${step}-lead`)}
      footer={
        step !== 'invite' && (
          <Button look="quiet" onClick={finish}>
            {text(team ? 'guide.skip-rest' : 'guide.skip')}
          </Button>
        )
      }
    >
      <ol className={styles.steps} aria-label={text('guide.steps')}>
        {steps.map((one) => (
          <li
            key={one}
            className={styles.step}
            aria-current={one === step ? 'step' : undefined}
            data-state={steps.indexOf(one) < steps.indexOf(step) ? 'done' : 'open'}
          >
            {text(`guide.step-${one}`)}
          </li>
        ))}
      </ol>
      {step === 'team' && <TeamForm onMade={handleTeam} />}
      {team && (
        <CurrentTeamProvider value={team}>
          {step === 'channel' && (
            <ChannelStep
              onDone={(name) => {
                setChannel(name)
                setStep('invite')
              }}
            />
          )}
          {step === 'invite' && <InviteStep onDone={finish} />}
        </CurrentTeamProvider>
      )}
    </AuthFrame>
  )
}
