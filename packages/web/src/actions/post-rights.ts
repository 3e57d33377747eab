import type { Post } from '@mattermost/types/posts'
import type { Entities } from '#web/entities/entities.ts'
import { selectMayInChannel } from '#web/teams/my-teams.ts'

/** Whether one may change the words of a message: one's own, or with the right to it others' too. */
export const selectMayEdit = (post: Post) => (now: Entities) => {
  const limitSeconds = Number(now.config.PostEditTimeLimit ?? -1)
  const isTooOld = limitSeconds >= 0 && Date.now() > post.create_at + limitSeconds * 1000
  return !isTooOld && mayChange(now, post, { own: 'edit_post', others: 'edit_others_posts' })
}

/** Whether one may delete a message. What burns goes by a way of its own. */
export const selectMayDelete = (post: Post) => (now: Entities) =>
  mayChange(now, post, { own: 'delete_post', others: 'delete_others_posts' })

function mayChange(now: Entities, post: Post, may: { own: string; others: string }): boolean {
  const channel = now.channels.get(post.channel_id)
  if (!channel || channel.delete_at > 0 || post.type === 'burn_on_read') return false
  const permission = post.user_id === now.myId ? may.own : may.others
  return selectMayInChannel(permission, channel)(now)
}
