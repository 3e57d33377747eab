import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useDeferredValue, useEffect, useState } from 'react'
import { client } from '#web/api/client.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { Avatar } from './Avatar.tsx'
import { displayName, selectNameFormat } from './names.ts'
import styles from './UserPicker.module.css'

type UserPickerProps = {
  teamId: string
  /** What pressing a user does, for the button's name. */
  actionLabel: (name: string) => string
  isHidden?: (userId: string) => boolean
  onPick: (userId: string) => void
  /** What else can be done with a user, by a button of its own. */
  second?: {
    label: (name: string) => string
    isHidden: (userId: string) => boolean
    onPick: (userId: string) => void
  }
}

/** A search for users; without a term it shows those of the team. */
export function UserPicker({ teamId, actionLabel, isHidden, onPick, second }: UserPickerProps) {
  const text = useText()
  const format = useEntities(selectNameFormat)
  const known = useEntities((now) => now.users)
  const [term, setTerm] = useState('')
  const settled = useDeferredValue(term.trim())

  const search = useQuery({
    queryKey: ['users', teamId, settled],
    queryFn: () => findUsers(teamId, settled),
    placeholderData: (before) => before,
  })
  const found = search.data
  useEffect(() => {
    if (found) update(withUsers, found)
  }, [found])
  const shown = (found ?? []).filter((user) => user.delete_at === 0 && !isHidden?.(user.id))

  return (
    <div className={styles.picker}>
      <Field
        label={text('users.search')}
        type="search"
        value={term}
        onChange={setTerm}
        autoComplete="off"
        autoFocus
      />
      <div className={styles.results}>
        {search.isPending && <Skeleton lines={4} />}
        {search.isError && (
          <Problem title={text('problem.load')} onRetry={() => void search.refetch()} />
        )}
        {search.isSuccess && shown.length === 0 && (
          <p className={styles.none}>{text('users.none')}</p>
        )}
        <ul className={styles.list} aria-label={text('users.results')}>
          {shown.map((user) => {
            const name = displayName(known.get(user.id) ?? user, format)
            return (
              <li key={user.id} className={styles.entry}>
                <button
                  type="button"
                  className={styles.user}
                  aria-label={`${actionLabel(name)} @${user.username}`}
                  onClick={() => onPick(user.id)}
                >
                  <Avatar userId={user.id} hasPresence />
                  <span className={styles.name}>{name}</span>
                  <span className={styles.handle}>@{user.username}</span>
                </button>
                {second && !second.isHidden(user.id) && (
                  <IconButton label={second.label(name)} onClick={() => second.onPick(user.id)}>
                    <UserPlus size={18} aria-hidden />
                  </IconButton>
                )}
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}

async function findUsers(teamId: string, term: string) {
  if (term !== '') return client.searchUsers(term, {})
  const { users } = await client.autocompleteUsers('', teamId, '', { limit: 50 })
  return users
}
