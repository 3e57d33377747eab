import type { Post } from '@mattermost/types/posts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { usePermalink } from '#web/actions/use-post-actions.ts'
import { client } from '#web/api/client.ts'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { PostPreview } from '#web/embeds/PostPreview.tsx'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useSession } from '#web/session/session.tsx'
import { channelPlaces, findPlaces, personPlaces } from '#web/switcher/places.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Combobox, type Option } from '#web/ui/Combobox.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { DialogForm } from '#web/ui/DialogForm.tsx'
import { say } from '#web/ui/toasts.ts'
import styles from './ForwardDialog.module.css'

const MAX = 20

/** Sends the address of a message on, with a few words; who may read it sees it right there. */
export function ForwardDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const text = useText()
  const team = useCurrentTeam()
  const { outbox } = useSession()
  const permalink = usePermalink()
  const title = useChannelTitle(post.channel_id)
  const type = useEntities((now) => now.channels.get(post.channel_id)?.type ?? 'O')
  const [target, setTarget] = useState<Option>()
  const [comment, setComment] = useState('')
  const forward = useMutation({
    mutationFn: async ({ value }: Option) => {
      const channelId = await channelOf(value)
      const message = [comment.trim(), permalink(post.id)].filter(Boolean).join('\n')
      outbox.write({ channelId, rootId: '', message, files: [] })
    },
    onSuccess: (_, { text: name }) => {
      say(text('forwarding.done', { name }))
      onClose()
    },
  })

  return (
    <Dialog title={text('forwarding.title')} onClose={onClose}>
      <DialogForm
        submit={text('posts.forward')}
        isReady={target !== undefined}
        request={forward}
        onSubmit={() => target && forward.mutate(target)}
        onClose={onClose}
      >
        <div className={styles.field}>
          <span className={styles.label} aria-hidden>
            {text('forwarding.to')}
          </span>
          <Combobox
            label={text('forwarding.to')}
            source={['forward', team.id]}
            load={(term) => findTargets(team, term)}
            chosen={target}
            placeholder={text('switcher.label')}
            onChoose={setTarget}
          />
        </div>
        <label className={styles.field}>
          <span className={styles.label}>{text('forwarding.comment')}</span>
          <textarea
            className={styles.comment}
            rows={2}
            dir="auto"
            value={comment}
            onChange={({ target: { value } }) => setComment(value)}
          />
        </label>
        <PostPreview
          preview={{
            post,
            post_id: post.id,
            team_name: team.name,
            channel_id: post.channel_id,
            channel_type: type,
            channel_display_name: title,
          }}
        />
        {type !== 'O' && <p className={styles.hint}>{text('forwarding.private')}</p>}
      </DialogForm>
    </Dialog>
  )
}

/** Own channels and people whose names fit. */
async function findTargets(team: { id: string; name: string }, term: string): Promise<Option[]> {
  const ids = term.trim() === '' ? [] : await findPeople(team.id, term)
  const now = readEntities()
  const places = [...channelPlaces(now, team), ...personPlaces(now, ids, team)]
  return findPlaces(places, term)
    .slice(0, MAX)
    .map(({ key, title, userId, note }) => ({
      text: userId && note ? `${title} ${note.split(' ')[0]}` : title,
      value: userId ? `user ${userId}` : `channel ${key}`,
    }))
}

/** Without an answer, the people that one writes with already have to do. */
async function findPeople(teamId: string, term: string): Promise<string[]> {
  const name = term.trim().replace(/^@/, '')
  try {
    const { users } = await client.autocompleteUsers(name, teamId, '', { limit: MAX })
    update(withUsers, users)
    return users.map((user) => user.id)
  } catch {
    return []
  }
}

/** The channel of a choice; the one with a person is made where it isn't there. */
async function channelOf(value: string): Promise<string> {
  const [kind, id = ''] = value.split(' ')
  if (kind === 'channel') return id
  const direct = await client.createDirectChannel([readEntities().myId, id])
  return direct.id
}
