import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import {
  CategoryId,
  NewSidebarCategory,
  OrderedSidebarCategories,
  SidebarCategory,
  SidebarCategoryChange,
} from '@redoubt/wire/categories.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const ofSidebar = idParams('user_id', 'team_id')
const ofCategory = Type.Object({ ...ofSidebar.properties, category_id: CategoryId })
const Order = Type.Array(CategoryId)
const all = '/api/v4/users/:user_id/teams/:team_id/channels/categories'
const one = `${all}/:category_id` as const

export function categoriesRoutes(app: App) {
  app.get(
    all,
    { schema: { params: ofSidebar, response: { 200: OrderedSidebarCategories } } },
    (req) => req.workspace.categories.list(req.actor, req.params),
  )

  app.post(
    all,
    { schema: { params: ofSidebar, body: NewSidebarCategory, response: { 200: SidebarCategory } } },
    (req) => req.workspace.categories.create(req.actor, req.params, req.body),
  )

  app.put(
    all,
    {
      schema: {
        params: ofSidebar,
        body: Type.Array(SidebarCategoryChange),
        response: { 200: Type.Array(SidebarCategory) },
      },
    },
    (req) => req.workspace.categories.update(req.actor, req.params, req.body),
  )

  app.get(`${all}/order`, { schema: { params: ofSidebar, response: { 200: Order } } }, (req) =>
    req.workspace.categories.order(req.actor, req.params),
  )

  app.put(
    `${all}/order`,
    { schema: { params: ofSidebar, body: Order, response: { 200: Order } } },
    (req) => req.workspace.categories.reorder(req.actor, req.params, req.body),
  )

  app.get(one, { schema: { params: ofCategory, response: { 200: SidebarCategory } } }, (req) =>
    req.workspace.categories.get(req.actor, req.params, req.params.category_id),
  )

  app.put(
    one,
    {
      schema: {
        params: ofCategory,
        body: SidebarCategoryChange,
        response: { 200: SidebarCategory },
      },
    },
    (req) => {
      const { categories } = req.workspace
      return categories.updateOne(req.actor, req.params, req.params.category_id, req.body)
    },
  )

  app.delete(one, { schema: { params: ofCategory, response: { 200: StatusOk } } }, async (req) => {
    await req.workspace.categories.remove(req.actor, req.params, req.params.category_id)
    return statusOk
  })
}
