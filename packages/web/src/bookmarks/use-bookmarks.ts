import type { ChannelBookmark } from '@mattermost/types/channel_bookmarks'
import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { withBookmarksOf } from '#web/entities/bookmarks.ts'
import { update, useEntities } from '#web/entities/store.ts'

const NONE: readonly ChannelBookmark[] = []

/** What stands above a channel; asked for anew when events were missed. */
export function useBookmarks(channelId: string): readonly ChannelBookmark[] {
  const epoch = useEntities((now) => now.connection.epoch)
  useQuery({
    queryKey: ['bookmarks', channelId, epoch],
    queryFn: async () => {
      update(withBookmarksOf, channelId, (await client.getChannelBookmarks(channelId)) ?? [])
      return true
    },
    retry: false,
  })
  return useEntities((now) => now.bookmarks.get(channelId)) ?? NONE
}
