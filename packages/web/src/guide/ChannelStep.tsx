import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { Tick } from '#web/manage/parts.tsx'
import { useManageText } from '#web/manage/texts/manage-text.tsx'
import frame from '#web/session/AuthFrame.module.css'
import { useSession } from '#web/session/session.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { problemOfChannelName, urlNameOf } from '#web/teams/team-name.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import styles from './GuidePage.module.css'
import { writeSamples } from './samples.ts'

/** The second step: a channel for what the team works on, with examples if wanted. */
export function ChannelStep({ onDone }: { onDone: (channel: string) => void }) {
  const text = useManageText()
  const team = useCurrentTeam()
  const { realtime } = useSession()
  const [title, setTitle] = useState('')
  const [hasSamples, setHasSamples] = useState(false)
  const name = urlNameOf(title)
  const isUnnamed = title.trim() === ''
  const make = useMutation({
    mutationFn: async () => {
      if (hasSamples) await writeSamples(team.id, text)
      if (isUnnamed) return 'town-square'
      const made = await client.createChannel({
        team_id: team.id,
        name: problemOfChannelName(name) ? '' : name,
        display_name: title.trim(),
        type: 'O',
      })
      return made.name
    },
    onSuccess: async (made) => {
      await realtime.refreshTeams()
      onDone(made)
    },
  })

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    make.mutate()
  }

  return (
    <form className={frame.form} onSubmit={handleSubmit}>
      <Field
        label={text('guide.channel-name')}
        hint={text('guide.channel-hint')}
        value={title}
        onChange={setTitle}
        maxLength={64}
        autoComplete="off"
        autoFocus
      />
      <Tick
        label={text('guide.samples')}
        hint={text('guide.samples-hint')}
        isOn={hasSamples}
        onChange={setHasSamples}
      />
      <ProblemLine>
        {make.isError ? reasonOf(make.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <div className={styles.actions}>
        <Button type="submit" look="primary" isBusy={make.isPending}>
          {text('guide.next')}
        </Button>
      </div>
    </form>
  )
}
