import type { Post } from '@mattermost/types/posts'
import { client } from '#web/api/client.ts'
import type { useManageText } from '#web/manage/texts/manage-text.tsx'

type Text = ReturnType<typeof useManageText>

/** Writes messages that show what can be done, in a channel of their own that can be deleted. */
export async function writeSamples(teamId: string, text: Text): Promise<void> {
  const channel = await client.createChannel({
    team_id: teamId,
    name: 'try-it-out',
    display_name: text('samples.channel'),
    purpose: text('samples.purpose'),
    type: 'O',
  })
  const write = (message: string, root_id = '') =>
    // The client's type asks for a complete post, which only the server can make.
    client.createPost({ channel_id: channel.id, message, root_id } as Post)
  await write(text('samples.hello'))
  await write(text('samples.markdown'))
  const root = await write(text('samples.thread'))
  await write(text('samples.reply'), root.id)
  const list = await write(text('samples.list'))
  await client.addReaction(list.user_id, list.id, 'tada')
}
