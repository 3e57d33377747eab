import { AtSign } from 'lucide-react'
import { client } from '#web/api/client.ts'
import { useEntities } from '#web/entities/store.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Empty } from './Empty.tsx'
import { termsOfMentions } from './mention-terms.ts'
import { PaneFrame } from './PaneFrame.tsx'
import { PostCard } from './PostCard.tsx'
import { Results } from './Results.tsx'
import { usePaneText } from './texts/pane-text.tsx'
import { PER_PAGE, usePostPages } from './use-post-pages.ts'

/** The messages that speak to the reader, the newest first. */
export function MentionsPane() {
  const text = usePaneText()
  const team = useCurrentTeam()
  const me = useEntities((now) => now.users.get(now.myId))
  const terms = me ? termsOfMentions(me) : ''
  const { asked, ids } = usePostPages({
    queryKey: ['mentions', team.id, terms],
    load: (page) =>
      client.searchPostsWithParams(team.id, {
        terms,
        is_or_search: true,
        time_zone_offset: -new Date().getTimezoneOffset() * 60,
        include_deleted_channels: false,
        page,
        per_page: PER_PAGE,
      }),
    isEnabled: terms !== '',
  })
  return (
    <PaneFrame title={text('mentions.title')}>
      <Results
        asked={asked}
        count={ids.length}
        empty={
          <Empty
            icon={AtSign}
            title={text('mentions.none')}
            detail={text('mentions.none-detail')}
          />
        }
      >
        {ids.map((id) => (
          <PostCard key={id} postId={id} />
        ))}
      </Results>
    </PaneFrame>
  )
}
