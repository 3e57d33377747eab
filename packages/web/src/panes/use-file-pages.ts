import type { FileInfo } from '@mattermost/types/files'
import { useInfiniteQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { isTransient } from '#web/api/errors.ts'

const PER_PAGE = 30

/** The files that a search finds in a team, page by page, the newest first. */
export function useFilePages(teamId: string, terms: string, isEnabled = true) {
  const asked = useInfiniteQuery({
    queryKey: ['panes', 'files', teamId, terms],
    queryFn: async ({ pageParam }) => {
      const found = await client.searchFilesWithParams(teamId, {
        terms,
        is_or_search: false,
        time_zone_offset: -new Date().getTimezoneOffset() * 60,
        include_deleted_channels: false,
        page: pageParam,
        per_page: PER_PAGE,
      })
      return filesOf(found)
    },
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.length === PER_PAGE ? pages.length : undefined),
    enabled: isEnabled && terms !== '',
    staleTime: 10_000,
    retry: (count, error) => isTransient(error) && count < 2,
  })
  return { asked, files: asked.data?.pages.flat() ?? [] }
}

/** The client's type says that the files are a map; on the wire they are an object. */
function filesOf({ order, file_infos }: { order?: string[]; file_infos?: unknown }): FileInfo[] {
  const byId = (file_infos ?? {}) as Record<string, FileInfo>
  return (order ?? []).flatMap((id) => byId[id] ?? [])
}
