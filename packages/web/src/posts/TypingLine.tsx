import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useUserName } from '#web/users/use-user.ts'
import styles from './TypingLine.module.css'

/** Who types in a channel or a thread. The line keeps its room when nobody does. */
export function TypingLine({ placeId }: { placeId: string }) {
  const typing = useEntities((now) => now.typing.get(placeId))
  const ids = [...(typing?.keys() ?? [])]
  return (
    <p className={styles.line} aria-live="polite">
      {ids.length === 1 && <OneTypes userId={ids[0] ?? ''} />}
      {ids.length > 1 && <ManyType count={ids.length} />}
    </p>
  )
}

function OneTypes({ userId }: { userId: string }) {
  const text = useText()
  return text('typing.one', { name: useUserName(userId) })
}

function ManyType({ count }: { count: number }) {
  const text = useText()
  return text('typing.many', { count })
}
