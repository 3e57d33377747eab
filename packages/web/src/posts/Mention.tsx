import { useEffect } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { useSession } from '#web/session/session.tsx'
import { selectUserByName } from '#web/users/names.ts'
import { ProfileButton } from '#web/users/ProfileButton.tsx'
import { nameIn } from './inline.ts'
import styles from './Mention.module.css'

const EVERYBODY: ReadonlySet<string> = new Set(['all', 'channel', 'here'])

/** Somebody, or everybody, who is spoken to. A word that names nobody stays a text. */
export function Mention({ word }: { word: string }) {
  const { usernames } = useSession()
  const named = useNamed(word)
  useEffect(() => {
    if (!named) usernames.request(word.toLowerCase().replace(/[._-]+$/, ''))
  }, [named, usernames, word])

  if (!named) return <span>@{word}</span>
  const state = named.isMe ? 'me' : 'other'
  return (
    <>
      {named.userId ? (
        <ProfileButton userId={named.userId} className={styles.mention} state={state}>
          @{named.name}
        </ProfileButton>
      ) : (
        <span className={styles.mention} data-state="me">
          @{named.name}
        </span>
      )}
      {named.rest}
    </>
  )
}

function useNamed(word: string) {
  const users = useEntities((now) => now.users)
  const myId = useEntities((now) => now.myId)
  const isName = (name: string) => EVERYBODY.has(name) || Boolean(selectUserByName(name)({ users }))
  const named = nameIn(word, isName)
  const userId = named && selectUserByName(named.name)({ users })?.id
  return named && { ...named, userId, isMe: userId === undefined || userId === myId }
}
