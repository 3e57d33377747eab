import type { SidebarCategory } from '@redoubt/wire/categories.ts'
import { defineEvent } from '#platform/events/event.ts'
import type { Owner } from './store.ts'

const toOwner = ({ userId, teamId }: Owner) => ({ user_id: userId, team_id: teamId })

export const categoryCreated = defineEvent<Owner & { id: string }>('sidebar_category_created', {
  audience: toOwner,
  data: ({ id }) => ({ category_id: id }),
})

export const categoriesUpdated = defineEvent<Owner & { categories: SidebarCategory[] }>(
  'sidebar_category_updated',
  {
    audience: toOwner,
    data: ({ categories }) => ({ updatedCategories: JSON.stringify(categories) }),
  },
)

export const categoryDeleted = defineEvent<Owner & { id: string }>('sidebar_category_deleted', {
  audience: toOwner,
  data: ({ id }) => ({ category_id: id }),
})

export const categoryOrderUpdated = defineEvent<Owner & { order: string[] }>(
  'sidebar_category_order_updated',
  { audience: toOwner, data: ({ order }) => ({ order }) },
)
