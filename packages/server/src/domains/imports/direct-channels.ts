import type { ImportDirectChannel, ImportParticipant } from '@redoubt/wire/imports.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact } from '#platform/db/database.ts'
import { preference, upsertPreferences } from './account-store.ts'
import type { Directory } from './directory.ts'
import { LineError } from './lines.ts'
import type { NewChannelMember } from './membership-store.ts'
import { type ImportMemberships, newMembership } from './memberships.ts'
import type { Outcome } from './outcome.ts'
import { findChannelByName, insertChannel } from './place-store.ts'
import type { ImportRules } from './rules.ts'

type Deps = {
  transact: Transact
  clock: Clock
  rules: ImportRules
  directory: Directory
  memberships: Pick<ImportMemberships, 'addToChannels' | 'toChannelNotifyProps'>
}

/** Direct and group channels with who is in them. Each line is one transaction. */
export function importDirectChannels({ transact, clock, rules, directory, memberships }: Deps) {
  const { addToChannels, toChannelNotifyProps } = memberships

  async function directChannel(line: ImportDirectChannel): Promise<Outcome> {
    const people: ImportParticipant[] =
      line.participants ?? (line.members ?? []).map((username) => ({ username }))
    const usernames = people.map(({ username }) => username)
    if (usernames.length < 2) throw new LineError('A direct channel has 2 to 8 members.')
    const { ids, name, type } = await directory.direct(usernames)
    const members: NewChannelMember[] = []
    for (const person of people) {
      const userId = await directory.userId(person.username)
      if (members.some((member) => member.user_id === userId)) continue
      const { isFavorite: _isFavorite, ...member } = newMembership('', {
        ...person,
        isGuest: false,
      })
      const props = toChannelNotifyProps(person.notify_props)
      members.push({ ...member, user_id: userId, notify_props: props })
    }
    const shownBy = await directory.userIds(line.shown_by ?? [])
    const favoritedBy = await directory.userIds(line.favorited_by ?? [])
    const displayName = type === 'G' ? usernames.map(lower).sort().join(', ').slice(0, 64) : ''
    return transact(async (tx) => {
      const row = rules.channels.newRow({
        teamId: '',
        type,
        name,
        display_name: displayName,
        header: line.header ?? '',
        now: clock(),
      })
      const isNew = await insertChannel(tx, row)
      const channelId = isNew ? row.id : (await findChannelByName(tx.db, '', name))?.id
      if (!channelId) throw new LineError('The direct channel is being made; import it again.')
      const isChanged = await addToChannels(
        tx,
        members.map((member) => ({ ...member, channel_id: channelId })),
      )
      const preferences = [
        ...favoritedBy.map((userId) => preference(userId, 'favorite_channel', channelId)),
        ...shownBy.map((userId) =>
          type === 'G'
            ? preference(userId, 'group_channel_show', channelId)
            : preference(userId, 'direct_channel_show', other(ids, userId)),
        ),
      ]
      await upsertPreferences(tx, preferences)
      if (isNew) return 'created'
      return isChanged ? 'updated' : 'unchanged'
    })
  }

  return { directChannel }
}

/** The other of two; oneself where there is no other. */
function other(ids: readonly string[], userId: string): string {
  return ids.find((id) => id !== userId) ?? userId
}

function lower(text: string): string {
  return text.toLowerCase()
}
