import type { ServerChannel } from '@mattermost/types/channels'
import type { PreferenceType } from '@mattermost/types/preferences'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { isDirect, partnerIdOf } from '#web/channels/direct.ts'
import { routeOfChannel } from '#web/channels/route-of-channel.ts'
import { withMembers } from '#web/entities/channels.ts'
import { withPreferences } from '#web/entities/preferences.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { withChannelsViewed } from '#web/entities/unread.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate, useRoute } from '#web/router/router.tsx'
import { hrefOf, isPlaceRoute, placeOf } from '#web/router/routes.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { say } from '#web/ui/toasts.ts'
import { useMyId } from '#web/users/use-user.ts'

/** What one can do with a channel without looking at it. What fails is said. */
export function useChannelActions(channel: ServerChannel) {
  const text = useText()
  const team = useCurrentTeam()
  const myId = useMyId()
  const route = useRoute()
  const place = routeOfChannel(channel, team.name, readEntities())
  const home = { page: 'channel', team: team.name, channel: 'town-square' } as const
  const isHere = isPlaceRoute(route) && placeOf(route) === placeOf(place)

  function run(action: () => Promise<unknown>): void {
    action().catch((error: unknown) =>
      say(reasonOf(error) || text('problem.unreachable'), 'problem'),
    )
  }

  const setMuted = (isMuted: boolean) => () =>
    run(async () => {
      const mark_unread = isMuted ? 'mention' : 'all'
      await client.updateChannelNotifyProps({ channel_id: channel.id, user_id: myId, mark_unread })
      const member = readEntities().members.get(channel.id)
      if (!member) return
      const notify_props = { ...member.notify_props, mark_unread } as typeof member.notify_props
      update(withMembers, [{ ...member, notify_props }])
    })

  return {
    mute: setMuted(true),
    unmute: setMuted(false),
    markRead: () =>
      run(async () => {
        const { last_viewed_at_times } = await client.readMultipleChannels([channel.id])
        if (last_viewed_at_times) update(withChannelsViewed, last_viewed_at_times)
      }),
    markUnread: () =>
      run(async () => {
        const { order, posts } = await client.getPosts(channel.id, 0, 10)
        const last = order.find((id) => !posts[id]?.type)
        if (last) await client.markPostAsUnread(myId, last)
      }),
    copyLink: () => {
      void navigator.clipboard?.writeText(window.location.origin + hrefOf(place))
      say(text('posts.link-copied'))
    },
    /** Takes a conversation out of the sidebar until somebody writes. */
    close: () =>
      run(async () => {
        const preference = closing(channel, myId)
        update(withPreferences, [preference])
        if (isHere) navigate(home)
        await client.savePreferences(myId, [preference])
      }),
    leave: async () => {
      await client.removeFromChannel(myId, channel.id)
      if (isHere) navigate(home)
    },
  }
}

function closing(channel: ServerChannel, user_id: string): PreferenceType {
  return isDirect(channel)
    ? {
        user_id,
        category: 'direct_channel_show',
        name: partnerIdOf(channel, user_id),
        value: 'false',
      }
    : { user_id, category: 'group_channel_show', name: channel.id, value: 'false' }
}
