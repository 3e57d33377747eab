import type { Session } from '@mattermost/types/sessions'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Laptop, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { logOut } from '#web/session/log-out.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Line } from '#web/settings/ui/Controls.tsx'
import { useMe } from '#web/settings/use-me.ts'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { say } from '#web/ui/toasts.ts'
import styles from './Entries.module.css'
import { sessionName } from './session-name.ts'

/** Where one is logged in, and how to be so no longer. */
export function SessionList() {
  const text = useSettingsText()
  const common = useText()
  const me = useMe()
  const [isEnding, setIsEnding] = useState(false)
  const list = useQuery({
    queryKey: ['sessions', me.id],
    queryFn: () => client.getSessions(me.id),
    staleTime: 0,
    retry: false,
  })
  if (list.isError) return <Line>{reasonOf(list.error) || common('problem.unreachable')}</Line>
  if (!list.data) return <Skeleton lines={2} />
  // Access tokens have sessions too; they are ended as tokens.
  const shown = list.data.filter((session) => session.props?.type !== 'UserAccessToken')
  return (
    <>
      <ul className={styles.list} aria-label={text('security.sessions')}>
        {shown
          .sort((a, b) => b.last_activity_at - a.last_activity_at)
          .map((session) => (
            <SessionItem key={session.id} session={session} />
          ))}
      </ul>
      <Line>
        <span>{text('security.sessions-count', { count: shown.length })}</span>
        <Button onClick={() => setIsEnding(true)}>{text('security.sessions-end')}</Button>
      </Line>
      {isEnding && (
        <ConfirmDialog
          title={text('security.sessions-end-title')}
          detail={text('security.sessions-end-detail')}
          action={text('security.sessions-end')}
          run={async () => {
            await client.revokeAllSessionsForUser(me.id)
            await logOut()
          }}
          onClose={() => setIsEnding(false)}
        />
      )}
    </>
  )
}

function SessionItem({ session }: { session: Session }) {
  const text = useSettingsText()
  const common = useText()
  const intl = useIntl()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => client.revokeSession(session.user_id, session.id),
    onSuccess: () => {
      say(text('security.session-ended'))
      return queries.invalidateQueries({ queryKey: ['sessions', session.user_id] })
    },
    onError: (error) => say(reasonOf(error) || common('problem.unreachable'), 'problem'),
  })
  const name = sessionName(session) || text('security.session-unknown')
  const Icon = session.device_id ? Smartphone : Laptop
  return (
    <li className={styles.entry}>
      <Icon size={20} className={styles.icon} aria-hidden />
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.note}>
          {text('security.session-active', {
            when: intl.formatDate(session.last_activity_at, {
              dateStyle: 'medium',
              timeStyle: 'short',
            }),
          })}
        </span>
      </span>
      <Button
        aria-label={text('security.session-end-name', { name })}
        isBusy={end.isPending}
        onClick={() => end.mutate()}
      >
        {text('security.session-end')}
      </Button>
    </li>
  )
}
