import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { Preference, Preferences } from '@redoubt/wire/preferences.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const ofUser = idParams('user_id')
const List = Type.Array(Preference)
const ofCategory = Type.Object({ ...ofUser.properties, category: Type.String() })
const ofPreference = Type.Object({ ...ofCategory.properties, preference_name: Type.String() })

export function preferencesRoutes(app: App) {
  app.get(
    '/api/v4/users/:user_id/preferences',
    { schema: { params: ofUser, response: { 200: List } } },
    (req) => req.workspace.preferences.list(req.actor, req.params.user_id),
  )

  app.put(
    '/api/v4/users/:user_id/preferences',
    { schema: { params: ofUser, body: Preferences, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.preferences.update(req.actor, req.params.user_id, req.body)
      return statusOk
    },
  )

  app.post(
    '/api/v4/users/:user_id/preferences/delete',
    { schema: { params: ofUser, body: Preferences, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.preferences.remove(req.actor, req.params.user_id, req.body)
      return statusOk
    },
  )

  app.get(
    '/api/v4/users/:user_id/preferences/:category',
    { schema: { params: ofCategory, response: { 200: List } } },
    (req) => {
      const { user_id, category } = req.params
      return req.workspace.preferences.listCategory(req.actor, user_id, category)
    },
  )

  app.get(
    '/api/v4/users/:user_id/preferences/:category/name/:preference_name',
    { schema: { params: ofPreference, response: { 200: Preference } } },
    (req) => {
      const { user_id, category, preference_name: name } = req.params
      return req.workspace.preferences.get(req.actor, user_id, { category, name })
    },
  )
}
