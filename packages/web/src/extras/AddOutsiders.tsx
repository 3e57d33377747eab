import type { Post } from '@mattermost/types/posts'
import { useMutation } from '@tanstack/react-query'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { withPostDeleted } from '#web/entities/posts.ts'
import { update } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { say } from '#web/ui/toasts.ts'
import type { Outsider } from './outsiders.ts'

type AddOutsidersProps = { post: Post; outsiders: readonly Outsider[] }

/** Offers to add those who were mentioned without being there. */
export function AddOutsiders({ post, outsiders }: AddOutsidersProps) {
  const text = useText()
  const intl = useIntl()
  const names = intl.formatList(outsiders.map(({ username }) => `@${username}`))
  const add = useMutation({
    mutationFn: () =>
      Promise.all(outsiders.map(({ id }) => client.addToChannel(id, post.channel_id))),
    onSuccess: () => update(withPostDeleted, { ...post, delete_at: Date.now() }),
    onError: (error) => {
      const reason = reasonOf(error) || text('problem.unreachable')
      say(text('posts.did-not-work', { reason }), 'problem')
    },
  })
  return (
    <Button isBusy={add.isPending} onClick={() => add.mutate()}>
      {text('posts.add-outsiders', { names })}
    </Button>
  )
}
