import type { UserAccessToken } from '@mattermost/types/users'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Line } from '#web/settings/ui/Controls.tsx'
import { Form } from '#web/settings/ui/Form.tsx'
import { useForm } from '#web/settings/use-form.ts'
import { useMe } from '#web/settings/use-me.ts'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { say } from '#web/ui/toasts.ts'
import styles from './Entries.module.css'

const MAX = 100
const DESCRIPTION_LENGTH = 255

/** The tokens by which programs act in one's name. A new one shows its secret once. */
export function TokenList() {
  const text = useSettingsText()
  const common = useText()
  const me = useMe()
  const [fresh, setFresh] = useState<string>()
  const list = useQuery({
    queryKey: ['tokens', me.id],
    queryFn: () => client.getUserAccessTokensForUser(me.id, 0, MAX),
    retry: false,
  })
  if (list.isError) return <Line>{reasonOf(list.error) || common('problem.unreachable')}</Line>
  if (!list.data) return <Skeleton lines={2} />
  return (
    <>
      {fresh && (
        <div className={styles.fresh} role="status">
          <p>{text('security.token-once')}</p>
          <div className={styles.secret}>
            <code>{fresh}</code>
            <Button onClick={() => void navigator.clipboard?.writeText(fresh)}>
              {text('security.token-copy')}
            </Button>
          </div>
        </div>
      )}
      {list.data.length > 0 && (
        <ul className={styles.list} aria-label={text('security.tokens')}>
          {list.data.map((token) => (
            <TokenItem key={token.id} token={token} />
          ))}
        </ul>
      )}
      <NewToken onMade={setFresh} />
    </>
  )
}

function NewToken({ onMade }: { onMade: (secret: string) => void }) {
  const text = useSettingsText()
  const me = useMe()
  const queries = useQueryClient()
  const [description, setDescription] = useState('')
  const form = useForm(async () => {
    const made = await client.createUserAccessToken(me.id, description.trim())
    setDescription('')
    onMade(made.token ?? '')
    await queries.invalidateQueries({ queryKey: ['tokens', me.id] })
  })
  return (
    <Form {...form} action={text('security.token-make')} isReady={description.trim() !== ''}>
      <Field
        label={text('security.token-description')}
        hint={text('security.token-description-hint')}
        maxLength={DESCRIPTION_LENGTH}
        value={description}
        onChange={setDescription}
      />
    </Form>
  )
}

function TokenItem({ token }: { token: UserAccessToken }) {
  const text = useSettingsText()
  const common = useText()
  const queries = useQueryClient()
  const [isRevoking, setIsRevoking] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: ['tokens', token.user_id] })
  const toggle = useMutation({
    mutationFn: () =>
      token.is_active
        ? client.disableUserAccessToken(token.id)
        : client.enableUserAccessToken(token.id),
    onSuccess: refresh,
    onError: (error) => say(reasonOf(error) || common('problem.unreachable'), 'problem'),
  })
  const name = token.description
  return (
    <li className={styles.entry}>
      <KeyRound size={20} className={styles.icon} aria-hidden />
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.note}>
          {text(token.is_active ? 'security.token-active' : 'security.token-inactive')}
        </span>
      </span>
      <span className={styles.actions}>
        <Button
          aria-label={text(
            token.is_active ? 'security.token-disable-name' : 'security.token-enable-name',
            { name },
          )}
          isBusy={toggle.isPending}
          onClick={() => toggle.mutate()}
        >
          {text(token.is_active ? 'security.token-disable' : 'security.token-enable')}
        </Button>
        <Button
          look="quiet"
          aria-label={text('security.token-revoke-name', { name })}
          onClick={() => setIsRevoking(true)}
        >
          {text('security.token-revoke')}
        </Button>
      </span>
      {isRevoking && (
        <ConfirmDialog
          title={text('security.token-revoke-title', { name })}
          detail={text('security.token-revoke-detail')}
          action={text('security.token-revoke')}
          run={async () => {
            await client.revokeUserAccessToken(token.id)
            await refresh()
          }}
          onClose={() => setIsRevoking(false)}
        />
      )}
    </li>
  )
}
