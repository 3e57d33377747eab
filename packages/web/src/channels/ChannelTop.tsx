import type { ServerChannel } from '@mattermost/types/channels'
import { lazy, Suspense } from 'react'
import { useBookmarks } from '#web/bookmarks/use-bookmarks.ts'
import { ErrorBoundary } from '#web/ui/ErrorBoundary.tsx'
import { BannerStrip } from './BannerStrip.tsx'

const BookmarksBar = lazy(async () => ({
  default: (await import('#web/bookmarks/BookmarksBar.tsx')).BookmarksBar,
}))

type ChannelTopProps = { channel: ServerChannel; isWritable: boolean }

/** What stands between the name of a channel and what is written in it. */
export function ChannelTop({ channel, isWritable }: ChannelTopProps) {
  const bookmarks = useBookmarks(channel.id)
  const { enabled, text = '', background_color } = channel.banner_info ?? {}
  return (
    <ErrorBoundary>
      {enabled && text !== '' && <BannerStrip text={text} colour={background_color || '#0d6955'} />}
      {bookmarks.length > 0 && (
        <Suspense fallback={null}>
          <BookmarksBar channel={channel} bookmarks={bookmarks} isWritable={isWritable} />
        </Suspense>
      )}
    </ErrorBoundary>
  )
}
