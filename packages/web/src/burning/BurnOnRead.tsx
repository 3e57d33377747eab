import type { Post } from '@mattermost/types/posts'
import { useMutation } from '@tanstack/react-query'
import { Eye, Flame } from 'lucide-react'
import { useEffect, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { withBurned, withRevealed } from '#web/entities/burning.ts'
import { update } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { say } from '#web/ui/toasts.ts'
import { useMyId } from '#web/users/use-user.ts'
import styles from './BurnOnRead.module.css'
import { clockOf } from './clock.ts'

/** A message that each reader sees for a while: first covered, then with the time that is left. */
export function BurnOnRead({ post }: { post: Post }) {
  const myId = useMyId()
  const isAuthor = post.user_id === myId
  const isRevealed = isAuthor || Boolean(post.metadata.expire_at)
  return (
    <div className={styles.burning}>
      {isRevealed ? <Burning post={post} isAuthor={isAuthor} /> : <Covered post={post} />}
    </div>
  )
}

function Covered({ post }: { post: Post }) {
  const text = useText()
  const reveal = useMutation({
    mutationFn: () => client.revealBurnOnReadPost(post.id),
    onSuccess: (shown) => update(withRevealed, shown, undefined),
    onError: (error) => {
      const reason = reasonOf(error) || text('problem.unreachable')
      say(text('posts.did-not-work', { reason }), 'problem')
    },
  })
  const minutes = Math.max(1, Math.round(Number(post.props.read_duration) / 60_000) || 1)
  return (
    <button
      type="button"
      className={styles.cover}
      aria-busy={reveal.isPending}
      disabled={reveal.isPending}
      onClick={() => reveal.mutate()}
    >
      <span className={styles.veil} aria-hidden />
      <span className={styles.coverWords}>
        <Eye size={18} aria-hidden />
        <strong>{text('burning.reveal')}</strong>
        <span className={styles.note}>{text('burning.reveal-note', { minutes })}</span>
      </span>
    </button>
  )
}

function Burning({ post, isAuthor }: { post: Post; isAuthor: boolean }) {
  const text = useText()
  const [isAsked, setIsAsked] = useState(false)
  const expireAt = post.metadata.expire_at ?? 0
  const left = useTimeLeft(expireAt, () => update(withBurned, post.id, Date.now()))

  async function burn() {
    await client.burnPostNow(post.id)
    update(withBurned, post.id, Date.now())
  }

  return (
    <p className={styles.line}>
      <Flame className={styles.flame} size={15} aria-hidden />
      {expireAt > 0 && (
        <span role="timer" className={styles.time}>
          {text('burning.left', { time: clockOf(left) })}
        </span>
      )}
      {isAuthor && (
        <span>{text('burning.seen-by', { count: post.metadata.recipients?.length ?? 0 })}</span>
      )}
      <button type="button" className={styles.now} onClick={() => setIsAsked(true)}>
        {text(isAuthor ? 'burning.burn-all' : 'burning.burn-now')}
      </button>
      {isAsked && (
        <ConfirmDialog
          title={text('burning.title')}
          detail={text(isAuthor ? 'burning.detail-all' : 'burning.detail')}
          action={text('burning.burn')}
          run={burn}
          onClose={() => setIsAsked(false)}
        />
      )}
    </p>
  )
}

/** The milliseconds that are left, by the second; tells when none are. */
function useTimeLeft(until: number, onOver: () => void): number {
  const [now, setNow] = useState(Date.now)
  const isOver = until > 0 && now >= until
  useEffect(() => {
    if (until === 0) return
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [until])
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it is over.
  useEffect(() => {
    if (isOver) onOver()
  }, [isOver])
  return Math.max(0, until - now)
}
