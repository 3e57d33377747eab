import type { UserProfile } from '@mattermost/types/users'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { EditCard } from '#web/console/ui/EditCard.tsx'
import { Field } from '#web/ui/Field.tsx'

const NAMES = ['username', 'email', 'first_name', 'last_name', 'nickname', 'position'] as const

type ProfileFormProps = { user: UserProfile; onChanged: () => unknown }

/** Names and addresses of an account. */
export function ProfileForm({ user, onChanged }: ProfileFormProps) {
  const text = useConsoleText()
  return (
    <EditCard
      title={text('users.profile')}
      kept={user}
      fields={(now, change) =>
        NAMES.map((name) => (
          <Field
            key={name}
            label={text(`users.field.${name}`)}
            value={now[name]}
            autoComplete="off"
            onChange={(value) => change({ [name]: value })}
          />
        ))
      }
      onSave={async (changes) => {
        await client.patchUser({ id: user.id, ...changes })
        await onChanged()
      }}
    />
  )
}
