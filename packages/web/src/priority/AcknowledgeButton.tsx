import type { Post } from '@mattermost/types/posts'
import { useMutation } from '@tanstack/react-query'
import { CheckCheck, Users } from 'lucide-react'
import { useRef, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import {
  acknowledgementsOf,
  withAcknowledgement,
  withoutAcknowledgement,
} from '#web/entities/acknowledgements.ts'
import { update } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { say } from '#web/ui/toasts.ts'
import { useMyId } from '#web/users/use-user.ts'
import { AcknowledgedBy } from './AcknowledgedBy.tsx'
import styles from './Priority.module.css'

/** By which readers say that they have read a message, and its author sees who has. */
export function AcknowledgeButton({ post }: { post: Post }) {
  const text = useText()
  const myId = useMyId()
  const given = acknowledgementsOf(post)
  const mine = given.find((one) => one.user_id === myId)
  const isAuthor = post.user_id === myId
  const [anchor, setAnchor] = useState<HTMLElement>()
  const opener = useRef<HTMLButtonElement>(null)
  const toggle = useMutation({
    mutationFn: async () => {
      if (!mine) return update(withAcknowledgement, await client.acknowledgePost(post.id, myId))
      await client.unacknowledgePost(post.id, myId)
      update(withoutAcknowledgement, mine)
    },
    onError: (error) => {
      const reason = reasonOf(error) || text('problem.unreachable')
      say(text('posts.did-not-work', { reason }), 'problem')
    },
  })
  return (
    <div className={styles.acknowledge}>
      {!isAuthor && (
        <button
          type="button"
          className={styles.acknowledgeButton}
          aria-pressed={mine !== undefined}
          disabled={toggle.isPending}
          onClick={() => toggle.mutate()}
        >
          <CheckCheck size={15} aria-hidden />
          {text(mine ? 'priority.acknowledged' : 'priority.acknowledge')}
        </button>
      )}
      {(given.length > 0 || isAuthor) && (
        <button
          ref={opener}
          type="button"
          className={styles.count}
          aria-haspopup="dialog"
          aria-expanded={anchor !== undefined}
          disabled={given.length === 0}
          onClick={(event) => setAnchor(anchor ? undefined : event.currentTarget)}
        >
          <Users size={14} aria-hidden />
          {text('priority.acknowledgements', { count: given.length })}
        </button>
      )}
      {anchor && (
        <AcknowledgedBy
          given={given}
          anchor={anchor}
          onClose={() => {
            setAnchor(undefined)
            opener.current?.focus()
          }}
        />
      )}
    </div>
  )
}
