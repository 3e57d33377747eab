import type { Post } from '@mattermost/types/posts'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import type { Entities } from '#web/entities/entities.ts'
import { withoutPreferences, withPreferences } from '#web/entities/preferences.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { basePath } from '#web/router/base.ts'
import { pathOf } from '#web/router/routes.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { say } from '#web/ui/toasts.ts'

const SAVED = 'flagged_post'

/** Whether one has kept a post for later. */
export const selectIsSaved =
  (postId: string) =>
  ({ preferences }: Pick<Entities, 'preferences'>): boolean =>
    preferences.get(`${SAVED}/${postId}`) === 'true'

/** The address of a post, as others may be told it. */
export function usePermalink(): (postId: string) => string {
  const team = useCurrentTeam()
  const site = useEntities((now) => now.config.SiteURL) || window.location.origin + basePath
  return (postId) => site + pathOf({ page: 'permalink', team: team.name, postId })
}

/** What can be done with a post by a press. What fails is said. */
export function usePostActions(post: Post) {
  const text = useText()
  const permalink = usePermalink()

  async function trying(work: () => Promise<unknown>, done = '') {
    try {
      await work()
      if (done !== '') say(done)
    } catch (error) {
      const reason = reasonOf(error) || text('problem.unreachable')
      say(text('posts.did-not-work', { reason }), 'problem')
    }
  }

  return {
    pin: () => trying(() => client.pinPost(post.id)),
    unpin: () => trying(() => client.unpinPost(post.id)),
    save: () => trying(() => keep(post.id, true)),
    unsave: () => trying(() => keep(post.id, false)),
    markUnread: () =>
      trying(
        () => client.markPostAsUnread(readEntities().myId, post.id),
        text('posts.marked-unread'),
      ),
    copyLink: () => trying(() => copy(permalink(post.id)), text('posts.link-copied')),
    copyText: () => trying(() => copy(post.message), text('posts.text-copied')),
    remindAt: (time: number, when: string) =>
      trying(
        () => client.addPostReminder(readEntities().myId, post.id, Math.floor(time / 1000)),
        text('scheduling.will-remind', { when }),
      ),
  }
}

async function copy(words: string): Promise<void> {
  await navigator.clipboard.writeText(words)
}

/** Shown at once, and taken back where the server refuses. */
async function keep(postId: string, isSaved: boolean): Promise<void> {
  const { myId } = readEntities()
  const preference = { user_id: myId, category: SAVED, name: postId, value: 'true' }
  const show = (isShown: boolean) =>
    update(isShown ? withPreferences : withoutPreferences, [preference])
  show(isSaved)
  try {
    if (isSaved) await client.savePreferences(myId, [preference])
    else await client.deletePreferences(myId, [preference])
  } catch (error) {
    show(!isSaved)
    throw error
  }
}
