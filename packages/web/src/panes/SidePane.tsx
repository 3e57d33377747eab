import { isOfChannel, type Pane } from '#web/router/panes.ts'
import { ChannelFilesPane } from './ChannelFilesPane.tsx'
import { HistoryPane } from './HistoryPane.tsx'
import { InfoPane } from './InfoPane.tsx'
import { MembersPane } from './MembersPane.tsx'
import { MentionsPane } from './MentionsPane.tsx'
import { PinnedPane } from './PinnedPane.tsx'
import { SavedPane } from './SavedPane.tsx'
import { SearchPane } from './search/SearchPane.tsx'
import { PaneLanguage } from './texts/pane-text.tsx'

type SidePaneProps = {
  pane: Pane
  /** The channel beside it, where there is one and it is known. */
  channelId: string | undefined
}

/** What stands beside a channel or a list, as the address says. */
export function SidePane({ pane, channelId }: SidePaneProps) {
  if (isOfChannel(pane) && !channelId) return null
  return (
    <PaneLanguage>
      <Content
        key={`${pane.kind} ${isOfChannel(pane) && channelId}`}
        pane={pane}
        channelId={channelId ?? ''}
      />
    </PaneLanguage>
  )
}

function Content({ pane, channelId }: { pane: Pane; channelId: string }) {
  switch (pane.kind) {
    case 'search':
      return <SearchPane query={pane.query} what={pane.what} />
    case 'mentions':
      return <MentionsPane />
    case 'saved':
      return <SavedPane />
    case 'pinned':
      return <PinnedPane channelId={channelId} />
    case 'files':
      return <ChannelFilesPane channelId={channelId} />
    case 'info':
      return <InfoPane channelId={channelId} />
    case 'members':
      return <MembersPane channelId={channelId} />
    case 'history':
      return <HistoryPane postId={pane.postId} />
  }
}
