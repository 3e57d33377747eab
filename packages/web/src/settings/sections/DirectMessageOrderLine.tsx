import type { ChannelCategory } from '@mattermost/types/channel_categories'
import { useEffect } from 'react'
import { client } from '#web/api/client.ts'
import { categoriesOf, withCategories, withChange } from '#web/entities/categories.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { useSession } from '#web/session/session.tsx'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { SelectLine } from '#web/settings/ui/Controls.tsx'
import { useSave } from '#web/settings/use-save.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'

const ORDERS = ['recent', 'alpha', 'manual'] as const

/** The order of direct messages, which is a matter of their category in the sidebar. */
export function DirectMessageOrderLine() {
  const text = useSettingsText()
  const save = useSave()
  const team = useCurrentTeam()
  const { realtime } = useSession()
  const category = useEntities((now) =>
    categoriesOf(now, team.id).find((one) => one.type === 'direct_messages'),
  )
  const isUnknown = category === undefined
  useEffect(() => {
    if (isUnknown) void realtime.refresh({ kind: 'categories', teamId: team.id })
  }, [isUnknown, realtime, team.id])
  if (!category) return null

  async function choose(sorting: (typeof ORDERS)[number]) {
    const { categories, myId } = readEntities()
    const before = categoriesOf({ categories }, team.id)
    const changed = withChange(before, category?.id ?? '', { sorting })
    update(withCategories, team.id, changed)
    try {
      const sent = changed.find((one) => one.id === category?.id)
      await client.updateChannelCategory(myId, team.id, sent as ChannelCategory)
    } catch (error) {
      update(withCategories, team.id, before)
      throw error
    }
  }

  return (
    <SelectLine
      label={text('sidebar.order')}
      value={ORDERS.find((one) => one === category.sorting) ?? 'recent'}
      options={ORDERS.map((value) => ({ value, label: text(`sidebar.order-${value}`) }))}
      onChange={(value) => save(() => choose(value))}
    />
  )
}
