import type { PreferenceType } from '@mattermost/types/preferences'
import { Bookmark, BookmarkX } from 'lucide-react'
import { useMemo } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { withoutPreferences, withPreferences } from '#web/entities/preferences.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { say } from '#web/ui/toasts.ts'
import { useMyId } from '#web/users/use-user.ts'
import { Empty } from './Empty.tsx'
import { shownIds } from './live-lists.ts'
import { PaneFrame } from './PaneFrame.tsx'
import { PostCard } from './PostCard.tsx'
import { Results } from './Results.tsx'
import { usePaneText } from './texts/pane-text.tsx'
import { PER_PAGE, usePostPages } from './use-post-pages.ts'

const CATEGORY = 'flagged_post'

/** The messages that one keeps for later, the newest first. */
export function SavedPane() {
  const text = usePaneText()
  const team = useCurrentTeam()
  const { asked, ids } = usePostPages({
    queryKey: ['saved', team.id],
    load: (page) => client.getFlaggedPosts('me', '', team.id, page, PER_PAGE),
  })
  const saved = useSaved(ids)
  const remove = useRemove()
  return (
    <PaneFrame title={text('saved.title')}>
      <Results
        asked={asked}
        count={saved.length}
        empty={
          <Empty icon={Bookmark} title={text('saved.none')} detail={text('saved.none-detail')} />
        }
      >
        {saved.map((id) => (
          <PostCard
            key={id}
            postId={id}
            actions={
              <IconButton size="small" label={text('posts.unsave')} onClick={() => remove(id)}>
                <BookmarkX size={16} aria-hidden />
              </IconButton>
            }
          />
        ))}
      </Results>
    </PaneFrame>
  )
}

/** What is saved now: what was saved since the answer comes along, what no longer is goes. */
function useSaved(told: readonly string[]): string[] {
  const team = useCurrentTeam()
  const preferences = useEntities((now) => now.preferences)
  const posts = useEntities((now) => now.posts)
  const channels = useEntities((now) => now.channels)
  return useMemo(() => {
    const isSaved = (id: string) => preferences.get(`${CATEGORY}/${id}`) === 'true'
    const saved = [...preferences.keys()]
      .filter((key) => key.startsWith(`${CATEGORY}/`))
      .map((key) => key.slice(CATEGORY.length + 1))
    return shownIds(posts, [...told, ...saved], (post) => {
      const teamId = channels.get(post.channel_id)?.team_id
      return isSaved(post.id) && (teamId === '' || teamId === team.id)
    })
  }, [told, preferences, posts, channels, team.id])
}

function useRemove(): (postId: string) => void {
  const text = usePaneText()
  const myId = useMyId()
  return (postId) => {
    const preference: PreferenceType = {
      user_id: myId,
      category: CATEGORY,
      name: postId,
      value: 'true',
    }
    update(withoutPreferences, [preference])
    client.deletePreferences(myId, [preference]).catch((error: unknown) => {
      update(withPreferences, [preference])
      say(reasonOf(error) || text('problem.unreachable'), 'problem')
    })
  }
}
