import type { ChannelCategory } from '@mattermost/types/channel_categories'
import { useMutation } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import {
  categoriesOf,
  type SidebarCategory,
  withCategories,
  withCategoryMoved,
  withChange,
  withChannelMoved,
} from '#web/entities/categories.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { useSession } from '#web/session/session.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'

type Arrangement = {
  /** How the sidebar looks until the server answers. */
  next: readonly SidebarCategory[]
  send: () => Promise<unknown>
}

/** Ways to arrange the sidebar. What is changed is seen at once, and taken back where it fails. */
export function useCategoryActions() {
  const team = useCurrentTeam()
  const { realtime } = useSession()
  const arrange = useMutation({
    // One after the other, for each begins with what the one before left.
    scope: { id: `categories ${team.id}` },
    mutationFn: ({ send }: Arrangement) => send(),
    onMutate: ({ next }) => {
      const before = now()
      update(withCategories, team.id, next)
      return before
    },
    onError: (_error, _arrangement, before) => {
      if (before) update(withCategories, team.id, before)
    },
    onSettled: () => realtime.refresh({ kind: 'categories', teamId: team.id }),
  })

  const now = () => categoriesOf(readEntities(), team.id)

  function put(next: readonly SidebarCategory[]): void {
    const before = new Set(now())
    const changed = next.filter((one) => !before.has(one))
    if (changed.length === 0) return
    const send = () =>
      client.updateChannelCategories(
        'me',
        team.id,
        changed as readonly object[] as ChannelCategory[],
      )
    arrange.mutate({ next, send })
  }

  function putOrder(next: readonly SidebarCategory[]): void {
    const order = next.map(({ id }) => id)
    arrange.mutate({
      next,
      send: () => client.updateChannelCategoryOrder('me', team.id, order),
    })
  }

  return {
    isFailed: arrange.isError,
    change: (id: string, change: Partial<SidebarCategory>) => put(withChange(now(), id, change)),
    moveChannel: (channelId: string, to: { id: string; index: number }) =>
      put(withChannelMoved(now(), channelId, to)),
    moveCategory: (id: string, overId: string) => putOrder(withCategoryMoved(now(), id, overId)),
    /** Makes a category, with a channel in it where one is given. */
    create: (display_name: string, channelIds: readonly string[]) =>
      arrange.mutateAsync({
        next: now(),
        send: () =>
          client.createChannelCategory('me', team.id, {
            display_name,
            channel_ids: [...channelIds],
          }),
      }),
    remove: (id: string) =>
      arrange.mutateAsync({
        next: now(),
        send: () => client.deleteChannelCategory('me', team.id, id),
      }),
  }
}
