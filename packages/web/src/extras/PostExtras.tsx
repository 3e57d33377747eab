import type { Post } from '@mattermost/types/posts'
import { Attachments } from '#web/attachments/Attachments.tsx'
import { BurnOnRead } from '#web/burning/BurnOnRead.tsx'
import { Embed } from '#web/embeds/Embed.tsx'
import { AcknowledgeButton } from '#web/priority/AcknowledgeButton.tsx'
import { AddOutsiders } from './AddOutsiders.tsx'
import { outsidersOf } from './outsiders.ts'

/** What a message shows beside its text. */
export function PostExtras({ post }: { post: Post }) {
  const [embed] = post.metadata.embeds ?? []
  const outsiders = outsidersOf(post)
  return (
    <>
      {post.type === 'burn_on_read' && <BurnOnRead post={post} />}
      <Attachments post={post} />
      {embed && <Embed post={post} embed={embed} />}
      {post.metadata.priority?.requested_ack && <AcknowledgeButton post={post} />}
      {outsiders.length > 0 && <AddOutsiders post={post} outsiders={outsiders} />}
    </>
  )
}
