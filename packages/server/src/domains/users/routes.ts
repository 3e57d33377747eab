import { idParams, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { User, UserAutocomplete, UserPatch, UserSearch } from '@redoubt/wire/users.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { isUnchanged, sendUnlessKnown } from '#platform/http/etag.ts'
import { toBoolean, toPage } from '#platform/http/paging.ts'

const ofUser = idParams('user_id')
const Users = Type.Array(User)
const Strings = Type.Array(Type.String(), { maxItems: 10_000 })
const Text = Type.Optional(Type.String())
const UsersQuery = Type.Object({
  ...PageQuery.properties,
  in_team: Text,
  not_in_team: Text,
  in_channel: Text,
  not_in_channel: Text,
  in_group: Text,
  not_in_group: Text,
  without_team: Text,
  active: Text,
  inactive: Text,
  role: Text,
  roles: Text,
  team_roles: Text,
  channel_roles: Text,
  sort: Text,
})
const StatsQuery = Type.Object({
  in_team: Text,
  in_channel: Text,
  include_deleted: Text,
  include_bots: Text,
  roles: Text,
  team_roles: Text,
  channel_roles: Text,
})
const Stats = Type.Object({ total_users_count: Type.Integer() })
const AutocompleteQuery = Type.Object({ in_team: Text, in_channel: Text, name: Text, limit: Text })
const PasswordChange = Type.Object({
  current_password: Type.Optional(Type.String()),
  new_password: Type.String(),
  already_hashed: Type.Optional(Type.String()),
})

export function usersRoutes(app: App) {
  app.get(
    '/api/v4/users',
    { schema: { querystring: UsersQuery, response: { 200: Users } } },
    async (req, reply) => {
      const { users, config } = req.workspace
      const { active, inactive, without_team, ...query } = req.query
      const flags = {
        active: toBoolean(active),
        inactive: toBoolean(inactive),
        without_team: toBoolean(without_team),
      }
      const page = await users.list(req.actor, { ...query, ...flags }, toPage(query))
      return sendUnlessKnown(req, reply, config.versionId, page)
    },
  )

  app.post(
    '/api/v4/users/ids',
    {
      schema: {
        body: Strings,
        querystring: Type.Object({ since: Type.Optional(Type.Integer()) }),
        response: { 200: Users },
      },
    },
    (req) => req.workspace.users.byIds(req.actor, req.body, req.query.since ?? 0),
  )

  app.post(
    '/api/v4/users/usernames',
    { schema: { body: Strings, response: { 200: Users } } },
    (req) => req.workspace.users.byUsernames(req.actor, req.body),
  )

  app.post(
    '/api/v4/users/search',
    { schema: { body: UserSearch, response: { 200: Users } } },
    (req) => req.workspace.users.search(req.actor, req.body),
  )

  app.get(
    '/api/v4/users/autocomplete',
    { schema: { querystring: AutocompleteQuery, response: { 200: UserAutocomplete } } },
    (req) => {
      const { limit, ...query } = req.query
      const rows = toPage({ per_page: limit ?? '100' }).limit
      return req.workspace.users.autocomplete(req.actor, { ...query, limit: rows })
    },
  )

  app.get('/api/v4/users/known', { schema: { response: { 200: Strings } } }, (req) =>
    req.workspace.users.knownIds(req.actor),
  )

  app.get('/api/v4/users/stats', { schema: { response: { 200: Stats } } }, (req) =>
    req.workspace.users.stats(req.actor),
  )

  app.get(
    '/api/v4/users/stats/filtered',
    { schema: { querystring: StatsQuery, response: { 200: Stats } } },
    (req) => {
      const { include_deleted, include_bots, ...query } = req.query
      const flags = {
        include_deleted: toBoolean(include_deleted),
        include_bots: toBoolean(include_bots),
      }
      return req.workspace.users.filteredStats(req.actor, { ...query, ...flags })
    },
  )

  app.get(
    '/api/v4/users/invalid_emails',
    { schema: { querystring: PageQuery, response: { 200: Users } } },
    (req) => req.workspace.users.listOutsideDomains(req.actor, toPage(req.query)),
  )

  app.get(
    '/api/v4/users/username/:username',
    { schema: { params: Type.Object({ username: Type.String() }), response: { 200: User } } },
    (req) => req.workspace.users.getByUsername(req.actor, req.params.username),
  )

  app.get(
    '/api/v4/users/email/:email',
    { schema: { params: Type.Object({ email: Type.String() }), response: { 200: User } } },
    (req) => req.workspace.users.getByEmail(req.actor, req.params.email),
  )

  app.get(
    '/api/v4/users/:user_id',
    { schema: { params: ofUser, response: { 200: User } } },
    async (req, reply) => {
      const user = await req.workspace.users.get(req.actor, req.params.user_id)
      const agreed = await req.workspace.terms.asFields(req.actor, user.id)
      const parts = [
        req.workspace.config.versionId,
        user.id,
        user.update_at,
        agreed.terms_of_service_create_at ?? '',
        user.email !== '',
        user.first_name !== '',
      ]
      return isUnchanged(req, reply, parts.join('.')) ? reply : { ...user, ...agreed }
    },
  )

  app.put(
    '/api/v4/users/:user_id/patch',
    { schema: { params: ofUser, body: UserPatch, response: { 200: User } } },
    (req) => req.workspace.users.patch(req.actor, req.params.user_id, req.body),
  )

  app.put(
    '/api/v4/users/:user_id',
    { schema: { params: ofUser, body: UserPatch, response: { 200: User } } },
    (req) => req.workspace.users.patch(req.actor, req.params.user_id, req.body),
  )

  app.put(
    '/api/v4/users/:user_id/password',
    { schema: { params: ofUser, body: PasswordChange, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.users.updatePassword(req.actor, req.params.user_id, req.body)
      return statusOk
    },
  )

  app.put(
    '/api/v4/users/:user_id/roles',
    {
      schema: {
        params: ofUser,
        body: Type.Object({ roles: Type.String() }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      await req.workspace.users.updateRoles(req.actor, req.params.user_id, req.body.roles)
      return statusOk
    },
  )

  app.put(
    '/api/v4/users/:user_id/active',
    {
      schema: {
        params: ofUser,
        body: Type.Object({ active: Type.Boolean() }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      await req.workspace.users.updateActive(req.actor, req.params.user_id, req.body.active)
      return statusOk
    },
  )

  app.delete(
    '/api/v4/users/:user_id',
    {
      schema: {
        params: ofUser,
        querystring: Type.Object({ permanent: Text }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      const { erasure, users } = req.workspace
      if (toBoolean(req.query.permanent)) await erasure.erase(req.actor, req.params.user_id)
      else await users.updateActive(req.actor, req.params.user_id, false)
      return statusOk
    },
  )
}
