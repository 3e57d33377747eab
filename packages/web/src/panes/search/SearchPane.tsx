import { SearchX } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef } from 'react'
import { client } from '#web/api/client.ts'
import { Empty } from '#web/panes/Empty.tsx'
import { FileCard } from '#web/panes/FileCard.tsx'
import { markerOf } from '#web/panes/marks.ts'
import { PaneFrame } from '#web/panes/PaneFrame.tsx'
import { PostCard } from '#web/panes/PostCard.tsx'
import { Results } from '#web/panes/Results.tsx'
import { usePaneText } from '#web/panes/texts/pane-text.tsx'
import { useFilePages } from '#web/panes/use-file-pages.ts'
import { useMarks } from '#web/panes/use-marks.ts'
import { usePane } from '#web/panes/use-pane.ts'
import { PER_PAGE, usePostPages } from '#web/panes/use-post-pages.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { isBegun, SearchField } from './SearchField.tsx'
import { SearchHelp } from './SearchHelp.tsx'
import styles from './SearchPane.module.css'

const KINDS = ['messages', 'files'] as const
type Kind = (typeof KINDS)[number]

type SearchPaneProps = { query: string; what: Kind }

/** Finds messages and files in the channels one is in. */
export function SearchPane({ query, what }: SearchPaneProps) {
  const text = usePaneText()
  const { pane, open, replace } = usePane()
  const terms = query.trim()
  const isAsked = !isBegun(query)

  function search(asked: string) {
    const next = { kind: 'search', query: asked, what } as const
    // The first search leads away from the empty pane, which is nothing to come back to.
    if (isAsked) open(next)
    else replace(next)
  }

  return (
    <PaneFrame
      title={text('search.title')}
      above={
        <div className={styles.above}>
          <SearchField query={query} onSearch={search} />
          {isAsked && (
            <Tabs
              chosen={what}
              onChoose={(kind) => pane?.kind === 'search' && replace({ ...pane, what: kind })}
            />
          )}
        </div>
      }
    >
      {!isAsked && (
        <SearchHelp onChoose={(start) => replace({ kind: 'search', query: start, what })} />
      )}
      {isAsked && (
        <div id={`search-${what}`} role="tabpanel" aria-label={text(`search.${what}`)}>
          {what === 'files' ? <FoundFiles terms={terms} /> : <FoundPosts terms={terms} />}
        </div>
      )}
    </PaneFrame>
  )
}

function FoundPosts({ terms }: { terms: string }) {
  const text = usePaneText()
  const team = useCurrentTeam()
  const list = useRef<HTMLDivElement>(null)
  const { asked, ids } = usePostPages({
    queryKey: ['search', team.id, terms],
    load: (page) =>
      client.searchPostsWithParams(team.id, {
        terms,
        is_or_search: false,
        time_zone_offset: -new Date().getTimezoneOffset() * 60,
        include_deleted_channels: false,
        page,
        per_page: PER_PAGE,
      }),
  })
  useMarks(list, useMarker(terms))
  return (
    <div ref={list}>
      <Count isThere={asked.isSuccess} count={ids.length} hasMore={asked.hasNextPage} />
      <Results asked={asked} count={ids.length} empty={<Nothing text={text} />}>
        {ids.map((id) => (
          <PostCard key={id} postId={id} />
        ))}
      </Results>
    </div>
  )
}

function FoundFiles({ terms }: { terms: string }) {
  const text = usePaneText()
  const team = useCurrentTeam()
  const list = useRef<HTMLDivElement>(null)
  const { asked, files } = useFilePages(team.id, terms)
  useMarks(list, useMarker(terms))
  return (
    <div ref={list}>
      <Count isThere={asked.isSuccess} count={files.length} hasMore={asked.hasNextPage} />
      <Results asked={asked} count={files.length} empty={<Nothing text={text} />}>
        {files.map((file) => (
          <FileCard key={file.id} file={file} hasPlace />
        ))}
      </Results>
    </div>
  )
}

function Nothing({ text }: { text: ReturnType<typeof usePaneText> }) {
  return <Empty icon={SearchX} title={text('search.none')} detail={text('search.none-detail')} />
}

function useMarker(terms: string): RegExp | undefined {
  return useMemo(() => markerOf(terms), [terms])
}

/** Told to those who don't see the list grow. */
function Count({ isThere, count, hasMore }: { isThere: boolean; count: number; hasMore: boolean }) {
  const text = usePaneText()
  return (
    <p className={styles.count} role="status">
      {isThere && count > 0 && text(hasMore ? 'search.count-more' : 'search.count', { count })}
    </p>
  )
}

function Tabs({ chosen, onChoose }: { chosen: Kind; onChoose: (kind: Kind) => void }) {
  const text = usePaneText()

  function handleKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
    event.preventDefault()
    const other = KINDS.find((kind) => kind !== chosen) ?? chosen
    onChoose(other)
    event.currentTarget.querySelector<HTMLElement>(`[data-kind="${other}"]`)?.focus()
  }

  return (
    <div
      className={styles.tabs}
      role="tablist"
      aria-label={text('search.kinds')}
      onKeyDown={handleKeyDown}
    >
      {KINDS.map((kind) => (
        <button
          key={kind}
          type="button"
          role="tab"
          data-kind={kind}
          className={styles.tab}
          aria-selected={kind === chosen}
          aria-controls={kind === chosen ? `search-${kind}` : undefined}
          tabIndex={kind === chosen ? 0 : -1}
          onClick={() => onChoose(kind)}
        >
          {text(`search.${kind}`)}
        </button>
      ))}
    </div>
  )
}
