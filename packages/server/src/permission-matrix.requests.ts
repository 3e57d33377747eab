import type { RequestPlan, Values } from '@redoubt/testkit/matrix/ask.ts'
import { jobType } from '@redoubt/testkit/matrix/expected.ts'
import { newApp, newConnection } from '@redoubt/testkit/matrix/world.ts'
import { unique } from '@redoubt/testkit/test-workspace.ts'
import type { Endpoint } from '@redoubt/wire/endpoints.gen.ts'

const address = () => `${unique('mail')}@example.org`
const asIs =
  <Value>(value: Value) =>
  () =>
    value
const users = ({ user_id }: Values) => [user_id]
const command = ({ team_id }: Values) => ({
  team_id,
  trigger: unique('do'),
  method: 'P',
  url: 'https://example.org',
})
const outgoing = ({ team_id }: Values) => ({
  team_id,
  display_name: 'hook',
  trigger_words: [unique('word')],
  callback_urls: ['https://example.org'],
})
const scheduled = ({ channel_id }: Values) => ({
  channel_id,
  message: 'later',
  scheduled_at: Date.now() + 3_600_000,
})
const category = ({ user_id, team_id, category_id: id }: Values) => ({
  ...(id && { id }),
  user_id,
  team_id,
  display_name: 'mine',
  type: 'custom',
  channel_ids: [],
})
const preference = ({ user_id }: Values) => [
  { user_id, category: 'display_settings', name: 'clock', value: 'true' },
]
const roleFlags = asIs({ scheme_admin: false, scheme_user: true })
const bookmark = { type: 'link', display_name: 'b', link_url: 'https://example.org' }
const slash = 'team:manage_others_slash_commands'
const hooksIn = 'team:manage_others_incoming_webhooks'
const hooksOut = 'team:manage_others_outgoing_webhooks'

/** By method and path. */
export const plans: Record<string, RequestPlan> = {
  'GET /api/v4/jobs/type/:type': { params: { type: `=${jobType}` } },
  'GET /api/v4/jobs': { query: asIs(`job_type=${jobType}`) },
  'POST /api/v4/jobs': { body: asIs({ type: jobType }) },
  'POST /api/v4/jobs/:job_id/cancel': { spoils: ['job_id'] },
  'PATCH /api/v4/jobs/:job_id/status': {
    body: asIs({ status: 'pending', force: true }),
    spoils: ['job_id'],
  },
  'POST /api/v4/users': {
    body: () => ({ username: unique('new'), email: address(), password: 'a-long-password' }),
  },
  'POST /api/v4/users/:user_id/terms_of_service': {
    params: { user_id: '=me' },
    needs: ['terms_id'],
    body: ({ terms_id }) => ({ termsOfServiceId: terms_id, accepted: true }),
  },
  'POST /api/v4/brand/image': { form: 'picture' },
  'POST /api/v4/emoji': { form: 'picture' },
  'POST /api/v4/users/:user_id/image': { form: 'picture' },
  'POST /api/v4/teams/:team_id/image': { form: 'picture' },
  'POST /api/v4/files': { form: 'upload' },
  'POST /api/v4/teams/:team_id/invite/email': {
    body: () => [address()],
    rule: 'team:invite_user & team:add_user_to_team',
  },
  'POST /api/v4/teams/:team_id/invite-guests/email': {
    body: ({ channel_id }) => ({ emails: [address()], channels: [channel_id] }),
  },
  'POST /api/v4/users/:user_id/demote': { spoils: ['user_id'] },
  'POST /api/v4/users/:user_id/promote': { params: { user_id: 'guest_id' }, spoils: ['guest_id'] },
  'PUT /api/v4/users/:user_id/password': {
    body: asIs({ new_password: 'another-long-password' }),
    spoils: ['user_id'],
  },
  'PUT /api/v4/users/:user_id/roles': { body: asIs({ roles: 'system_user' }), spoils: ['user_id'] },
  'PUT /api/v4/users/:user_id/active': { body: asIs({ active: false }), spoils: ['user_id'] },
  'POST /api/v4/users/:user_id/convert_to_bot': { spoils: ['user_id'] },
  'DELETE /api/v4/users/:user_id': { spoils: ['user_id'] },
  'POST /api/v4/users/:user_id/sessions/revoke': {
    needs: ['session_id'],
    body: ({ session_id }) => ({ session_id }),
    spoils: ['user_id'],
  },
  'POST /api/v4/users/:user_id/sessions/revoke/all': { spoils: ['user_id'] },
  'PUT /api/v4/users/:user_id/mfa': { body: asIs({ activate: false }) },
  'PUT /api/v4/users/:user_id/status': {
    body: ({ user_id }) => ({ user_id, status: 'away' }),
  },
  'POST /api/v4/users/tokens/revoke': { needs: ['token_id'], spoils: ['token_id'] },
  'POST /api/v4/users/tokens/disable': { needs: ['token_id'], spoils: ['token_id'] },
  'POST /api/v4/users/tokens/enable': { needs: ['token_id'] },
  'POST /api/v4/bots': { body: () => ({ username: unique('bot') }) },
  'POST /api/v4/bots/:bot_user_id/assign/:user_id': { spoils: ['bot_user_id'] },
  'POST /api/v4/bots/:bot_user_id/convert_to_user': {
    body: asIs({ password: 'another-long-password' }),
    spoils: ['bot_user_id'],
  },
  'POST /api/v4/oauth/apps': { body: newApp },
  'PUT /api/v4/oauth/apps/:app_id': { body: ({ app_id }) => ({ ...newApp(), id: app_id }) },
  'POST /api/v4/oauth/apps/register': {
    body: asIs({ redirect_uris: ['https://example.org/callback'] }),
  },
  'POST /api/v4/oauth/outgoing_connections': { body: newConnection },
  'POST /api/v4/oauth/outgoing_connections/validate': { body: newConnection },
  'PUT /api/v4/oauth/outgoing_connections/:connection_id': {
    body: ({ connection_id }) => ({ ...newConnection(), id: connection_id }),
  },
  'GET /api/v4/oauth/outgoing_connections': { query: ({ team_id }) => `team_id=${team_id}` },
  'GET /api/v4/users': {
    query: ({ channel_id }) => `in_channel=${channel_id}`,
    rule: 'channel:read_channel',
  },
  'POST /api/v4/users/search': {
    body: ({ channel_id, team_id }) => ({ term: 'a', team_id, in_channel_id: channel_id }),
    rule: 'channel:read_channel & team:view_team',
  },
  'GET /api/v4/users/autocomplete': {
    query: ({ team_id, channel_id }) => `in_team=${team_id}&in_channel=${channel_id}&name=a`,
    rule: 'channel:read_channel & team:view_team',
  },
  'POST /api/v4/users/ids': { body: users },
  'POST /api/v4/users/usernames': { body: asIs(['nobody']) },
  'POST /api/v4/users/status/ids': { body: users },
  'PUT /api/v4/users/:user_id': { body: ({ user_id }) => ({ id: user_id, nickname: 'n' }) },
  'PUT /api/v4/users/:user_id/patch': { body: asIs({ nickname: 'n' }) },
  'PUT /api/v4/users/:user_id/status/custom': { body: asIs({ emoji: 'tada', text: 'busy' }) },
  'PUT /api/v4/users/:user_id/preferences': { body: preference },
  'POST /api/v4/users/:user_id/preferences/delete': { body: preference },
  'POST /api/v4/teams/:team_id/members': {
    needs: ['outsider_id'],
    body: ({ outsider_id, team_id }) => ({ user_id: outsider_id, team_id }),
    spoils: ['outsider_id'],
  },
  'POST /api/v4/teams/:team_id/members/batch': {
    needs: ['outsider_id'],
    body: ({ outsider_id, team_id }) => [{ user_id: outsider_id, team_id }],
    spoils: ['outsider_id'],
  },
  'DELETE /api/v4/teams/:team_id/members/:user_id': {
    params: { user_id: 'joiner_id' },
  },
  'POST /api/v4/teams/:team_id/members/ids': { body: users },
  'PUT /api/v4/teams/:team_id/members/:user_id/roles': { body: asIs({ roles: 'team_user' }) },
  'PUT /api/v4/teams/:team_id/members/:user_id/schemeRoles': { body: roleFlags },
  'PUT /api/v4/teams/:team_id/scheme': { body: asIs({ scheme_id: null }) },
  'GET /api/v4/schemes/:scheme_id/channels': { params: { scheme_id: 'channel_scheme_id' } },
  'PUT /api/v4/channels/:channel_id/scheme': { body: asIs({ scheme_id: null }) },
  'POST /api/v4/schemes': { body: asIs({ display_name: 'scheme', scope: 'team' }) },
  'POST /api/v4/teams': {
    body: () => ({ name: unique('team'), display_name: 'team', type: 'O' }),
  },
  'GET /api/v4/teams/name/:name': { params: { name: 'team_name' } },
  'GET /api/v4/teams/name/:name/exists': { params: { name: 'team_name' } },
  'PUT /api/v4/teams/:team_id': {
    body: ({ team_id }) => ({ id: team_id, display_name: 'renamed' }),
    rule: 'team:manage_team',
  },
  'PUT /api/v4/teams/:team_id/privacy': { body: asIs({ privacy: 'I' }), rule: 'team:manage_team' },
  'DELETE /api/v4/teams/:team_id': { spoils: ['empty_team_id'] },
  'POST /api/v4/teams/members/invite': {
    needs: ['invite_id'],
    query: ({ invite_id }) => `invite_id=${invite_id}`,
    spoils: ['empty_team_id'],
  },
  'POST /api/v4/channels': {
    body: ({ team_id }) => ({ team_id, name: unique('room'), display_name: 'room', type: 'P' }),
  },
  'POST /api/v4/channels/direct': {
    body: ({ caller_id, user_id }) => [caller_id, user_id],
    rule: 'system:create_direct_channel',
  },
  'POST /api/v4/channels/group': {
    needs: ['admin_id'],
    body: ({ caller_id, user_id, admin_id }) => [caller_id, user_id, admin_id],
    rule: 'system:create_group_channel',
  },
  'POST /api/v4/channels/stats/member_count': { body: ({ channel_id }) => [channel_id] },
  'PUT /api/v4/channels/:channel_id': {
    body: ({ channel_id }) => ({ id: channel_id, header: 'changed' }),
  },
  'PUT /api/v4/channels/:channel_id/patch': { body: asIs({ header: 'changed' }) },
  'PUT /api/v4/channels/:channel_id/privacy': {
    body: ({ kind }) => ({ privacy: kind === 'O' ? 'P' : 'O' }),
    spoils: ['channel_id'],
  },
  'POST /api/v4/channels/:channel_id/restore': {
    params: { channel_id: 'archived_channel_id' },
    spoils: ['archived_channel_id'],
  },
  'POST /api/v4/teams/:team_id/channels/ids': { body: ({ channel_id }) => [channel_id] },
  'POST /api/v4/channels/members/:user_id/view': { body: ({ channel_id }) => ({ channel_id }) },
  'POST /api/v4/channels/members/:user_id/mark_read': { body: ({ channel_id }) => [channel_id] },
  'POST /api/v4/channels/:channel_id/members/ids': { body: users },
  'POST /api/v4/channels/:channel_id/members': {
    needs: ['joiner_id'],
    body: ({ joiner_id }) => ({ user_id: joiner_id }),
    rule: 'channel:manage_public_channel_members channel:manage_private_channel_members',
    spoils: ['joiner_id'],
  },
  'DELETE /api/v4/channels/:channel_id/members/:user_id': { spoils: ['channel_id'] },
  'PUT /api/v4/channels/:channel_id/members/:user_id/notify_props': {
    body: asIs({ desktop: 'all' }),
  },
  'PUT /api/v4/channels/:channel_id/members/:user_id/schemeRoles': { body: roleFlags },
  'PUT /api/v4/channels/:channel_id/members/:user_id/roles': {
    body: asIs({ roles: 'channel_user' }),
  },
  'PUT /api/v4/channels/:channel_id/moderations/patch': {
    body: asIs([{ name: 'create_post', roles: { guests: true, members: true } }]),
  },
  'POST /api/v4/channels/:channel_id/convert_to_channel': {
    params: { channel_id: 'group_message_id' },
    body: ({ team_id }) => ({ team_id, name: unique('room'), display_name: 'room' }),
    spoils: ['group_message_id'],
  },
  'POST /api/v4/channels/:channel_id/move': {
    needs: ['other_team_id'],
    body: ({ other_team_id }) => ({ team_id: other_team_id, force: true }),
    spoils: ['channel_id'],
  },
  'POST /api/v4/users/:user_id/teams/:team_id/channels/categories': { body: category },
  'PUT /api/v4/users/:user_id/teams/:team_id/channels/categories': {
    needs: ['category_id'],
    body: (values) => [category(values)],
  },
  'PUT /api/v4/users/:user_id/teams/:team_id/channels/categories/order': {
    needs: ['category_order'],
    body: ({ category_order = '' }) => JSON.parse(category_order),
  },
  'PUT /api/v4/users/:user_id/teams/:team_id/channels/categories/:category_id': {
    body: category,
  },
  'POST /api/v4/posts': { body: ({ channel_id }) => ({ channel_id, message: 'hello' }) },
  'POST /api/v4/posts/ids': { needs: ['post_id'], body: ({ post_id }) => [post_id], rule: '-' },
  'PUT /api/v4/posts/:post_id': {
    body: ({ post_id }) => ({ id: post_id, message: 'changed' }),
    rule: 'channel:edit_others_posts',
  },
  'PUT /api/v4/posts/:post_id/patch': {
    body: asIs({ message: 'changed' }),
    rule: 'channel:edit_others_posts',
  },
  'POST /api/v4/posts/:post_id/restore/:restore_version_id': { spoils: ['restore_version_id'] },
  'POST /api/v4/posts/ephemeral': {
    body: ({ user_id, channel_id }) => ({ user_id, post: { channel_id, message: 'psst' } }),
  },
  'POST /api/v4/posts/:post_id/move': {
    body: ({ channel_id }) => ({ channel_id }),
    spoils: ['post_id'],
  },
  'DELETE /api/v4/posts/:post_id': { rule: 'channel:delete_others_posts' },
  'GET /api/v4/posts/:post_id/reveal': { params: { post_id: 'burning_post_id' } },
  'DELETE /api/v4/posts/:post_id/burn': {
    params: { post_id: 'burning_post_id' },
    spoils: ['burning_post_id'],
  },
  'POST /api/v4/posts/schedule': { body: scheduled },
  'PUT /api/v4/posts/schedule/:scheduled_post_id': {
    body: (values) => ({ ...scheduled(values), id: values.scheduled_post_id }),
  },
  'POST /api/v4/users/:user_id/posts/:post_id/reminder': {
    body: asIs({ target_time: 4_102_444_800 }),
  },
  'PUT /api/v4/users/:user_id/teams/:team_id/threads/:thread_id/read/:timestamp': {
    params: { timestamp: '=1' },
  },
  'POST /api/v4/users/:user_id/teams/:team_id/threads/:thread_id/set_unread/:post_id': {
    params: { post_id: 'thread_id' },
  },
  'POST /api/v4/reactions': {
    needs: ['post_id'],
    body: ({ caller_id, post_id }) => ({ user_id: caller_id, post_id, emoji_name: 'tada' }),
  },
  'DELETE /api/v4/users/:user_id/posts/:post_id/reactions/:emoji_name': {
    params: { emoji_name: 'reaction' },
    rule: 'system:remove_others_reactions & channel:remove_reaction',
  },
  'POST /api/v4/posts/ids/reactions': { needs: ['post_id'], body: ({ post_id }) => [post_id] },
  'DELETE /api/v4/imports/:import_name': { params: { import_name: '=none.zip' } },
  'POST /api/v4/uploads': {
    body: ({ channel_id }) => ({ channel_id, filename: 'a.txt', file_size: 4 }),
  },
  'POST /api/v4/emoji/search': { body: asIs({ term: 'e' }) },
  'GET /api/v4/emoji/autocomplete': { query: asIs('name=e') },
  'GET /api/v4/image': { query: asIs('url=http%3A%2F%2F127.0.0.1%3A9%2Fa.png') },
  'GET /api/v4/redirect_location': { query: asIs('url=http%3A%2F%2F127.0.0.1%3A9') },
  'POST /api/v4/drafts': { body: ({ channel_id }) => ({ channel_id, message: 'draft' }) },
  'POST /api/v4/posts/search': { body: asIs({ terms: 'hello', is_or_search: false }) },
  'POST /api/v4/teams/:team_id/posts/search': {
    body: asIs({ terms: 'hello', is_or_search: false }),
  },
  'POST /api/v4/files/search': { body: asIs({ terms: 'image', is_or_search: false }) },
  'POST /api/v4/teams/:team_id/files/search': {
    body: asIs({ terms: 'image', is_or_search: false }),
  },
  'POST /api/v4/users/group_channels': { body: ({ channel_id }) => [channel_id] },
  'POST /api/v4/channels/:channel_id/bookmarks': { body: asIs(bookmark) },
  'PATCH /api/v4/channels/:channel_id/bookmarks/:bookmark_id': {
    body: asIs({ display_name: 'renamed' }),
    spoils: ['bookmark_id'],
  },
  'POST /api/v4/channels/:channel_id/bookmarks/:bookmark_id/sort_order': { body: asIs(0) },
  'POST /api/v4/groups': {
    body: () => ({
      name: unique('crew'),
      display_name: 'crew',
      source: 'custom',
      allow_reference: true,
      user_ids: [],
    }),
  },
  'POST /api/v4/groups/:group_id/restore': {
    params: { group_id: 'archived_group_id' },
    spoils: ['archived_group_id'],
  },
  'POST /api/v4/groups/:group_id/members': { body: ({ user_id }) => ({ user_ids: [user_id] }) },
  'DELETE /api/v4/groups/:group_id/members': {
    body: ({ user_id }) => ({ user_ids: [user_id] }),
  },
  'POST /api/v4/posts/:post_id/actions/:action_id': {
    params: { post_id: 'acting_post_id', action_id: '=action' },
    body: asIs({}),
  },
  'POST /api/v4/actions/dialogs/submit': {
    body: ({ channel_id, team_id }) => ({ channel_id, team_id, url: 'http://127.0.0.1:9/' }),
    rule: 'channel:read_channel_content & team:view_team',
  },
  'POST /api/v4/actions/dialogs/lookup': {
    body: ({ channel_id, team_id }) => ({ channel_id, team_id, url: 'http://127.0.0.1:9/' }),
    rule: 'channel:read_channel_content & team:view_team',
  },
  'POST /hooks/:id': { params: { id: 'hook_id' }, body: asIs({ text: 'hello' }) },
  'POST /hooks/commands/:id': { params: { id: '=none' }, body: asIs({ text: 'hello' }) },
  'POST /api/v4/hooks/incoming': {
    body: ({ channel_id }) => ({ channel_id, display_name: 'hook' }),
    rule: 'team:manage_own_incoming_webhooks & channel:read_channel_content',
  },
  'PUT /api/v4/hooks/incoming/:hook_id': {
    body: ({ hook_id, channel_id }) => ({ id: hook_id, channel_id, display_name: 'hook' }),
    rule: hooksIn,
  },
  'GET /api/v4/hooks/incoming': { query: ({ team_id }) => `team_id=${team_id}` },
  'GET /api/v4/hooks/incoming/:hook_id': { rule: hooksIn },
  'DELETE /api/v4/hooks/incoming/:hook_id': { rule: hooksIn },
  'POST /api/v4/hooks/outgoing': { body: outgoing },
  'GET /api/v4/hooks/outgoing': { query: ({ team_id }) => `team_id=${team_id}` },
  'GET /api/v4/hooks/outgoing/:hook_id': {
    params: { hook_id: 'outgoing_hook_id' },
    rule: hooksOut,
  },
  'PUT /api/v4/hooks/outgoing/:hook_id': {
    params: { hook_id: 'outgoing_hook_id' },
    body: (values) => ({ ...outgoing(values), id: values.hook_id }),
    rule: hooksOut,
  },
  'POST /api/v4/hooks/outgoing/:hook_id/regen_token': {
    params: { hook_id: 'outgoing_hook_id' },
    rule: hooksOut,
  },
  'DELETE /api/v4/hooks/outgoing/:hook_id': {
    params: { hook_id: 'outgoing_hook_id' },
    rule: hooksOut,
  },
  'POST /api/v4/commands/execute': { body: ({ channel_id }) => ({ channel_id, command: '/away' }) },
  'POST /api/v4/commands': { body: command },
  'GET /api/v4/commands': { query: ({ team_id }) => `team_id=${team_id}` },
  'GET /api/v4/commands/:command_id': { rule: slash },
  'PUT /api/v4/commands/:command_id': {
    body: (values) => ({ ...command(values), id: values.command_id }),
    rule: slash,
  },
  'PUT /api/v4/commands/:command_id/move': {
    body: ({ team_id }) => ({ team_id }),
    rule: slash,
  },
  'PUT /api/v4/commands/:command_id/regen_token': { rule: slash },
  'DELETE /api/v4/commands/:command_id': { rule: slash },
  'GET /api/v4/system/notices/:teamId': { params: { teamId: 'team_id' } },
  'POST /api/v4/logs': { body: asIs({ level: 'error', message: 'm' }) },
  'DELETE /api/v4/users/:user_id/channels/:channel_id/drafts/:thread_id': {
    params: { user_id: '=me' },
    spoils: [],
  },
  'PUT /api/v4/roles/:role_id/patch': { params: { role_id: 'channel_role_id' } },
  'GET /api/v4/terms_of_service': { needs: ['terms_id'] },
  'GET /api/v4/users/:user_id/terms_of_service': {
    params: { user_id: '=me' },
    needs: ['terms_id'],
  },
  'POST /api/v4/terms_of_service': { body: asIs({ text: 'Be kind.' }) },
  'DELETE /api/v4/brand/image': { needs: ['brand_image'], spoils: ['brand_image'] },
  'GET /api/v4/teams': { rule: 'system:list_private_teams system:list_public_teams' },
  'POST /api/v4/teams/search': { body: asIs({ term: 'team' }), rule: '-' },
  'PUT /api/v4/teams/:team_id/patch': {
    body: asIs({ display_name: 'renamed' }),
    rule: 'team:manage_team',
  },
  'POST /api/v4/teams/:team_id/regenerate_invite_id': { rule: 'team:manage_team' },
  'GET /api/v4/teams/:team_id/members/:user_id': {
    rule: 'team:view_team & user:can_see_other_user',
  },
  'GET /api/v4/users/:user_id/teams/members': {
    rule: 'user:self_or_edit_other_users system:read_other_users_teams',
  },
  'GET /api/v4/users/:user_id/teams/:team_id/channels/members': {
    rule: 'team:view_team & team:manage_system',
  },
  'POST /api/v4/notifications/ack': {
    needs: ['post_id'],
    body: ({ post_id }) => ({ id: post_id, post_id, is_id_loaded: true }),
  },
  'GET /api/v4/channels': {
    rule: 'manage_system sysconsole_read_user_management_channels sysconsole_write_user_management_groups system:sysconsole_read_compliance_data_retention_policy',
  },
  'POST /api/v4/channels/search': {
    body: asIs({ term: 'room' }),
    rule: 'sysconsole_read_user_management_channels system:sysconsole_read_compliance_data_retention_policy',
  },
  'GET /api/v4/channels/:channel_id/common_teams': { params: { channel_id: 'group_message_id' } },
  'GET /api/v4/posts/:post_id/reactions': { rule: 'channel:read_channel_content' },
  'GET /api/v4/posts/:post_id/files/info': { rule: 'channel:read_channel_content' },
  'GET /api/v4/posts/:post_id': { rule: 'channel:read_channel_content' },
  'GET /api/v4/channels/:channel_id/posts': { rule: 'channel:read_channel_content' },
  'GET /api/v4/teams/:team_id/image': { needs: ['team_icon'] },
  'GET /api/v4/users/:user_id/teams/:team_id/drafts': { params: { user_id: '=me' } },
  'DELETE /api/v4/users/:user_id/channels/:channel_id/drafts': {
    params: { user_id: '=me' },
    spoils: [],
  },
  'PUT /api/v4/groups/:group_id/patch': {
    body: asIs({ display_name: 'crew' }),
    rule: 'edit_custom_group',
  },
}

/** What the reference doesn't know. */
export const ownEndpoints: readonly Endpoint[] = [
  own('GET', '/api/redoubt/v1/workspaces', 'local'),
  own('POST', '/api/redoubt/v1/workspaces', 'local'),
  own('GET', '/api/redoubt/v1/health', 'local'),
  own('POST', '/api/redoubt/v1/import', 'local'),
  own('GET', '/api/redoubt/v1/config/history', 'session', ['system:manage_system']),
  own('GET', '/api/redoubt/v1/checks', 'session', [
    'system:sysconsole_read_environment_file_storage',
  ]),
  own('POST', '/oauth/authorize/decision', 'session'),
  own('GET', '/sw.js', 'none'),
  // Of clients that are newer than the reference.
  own('PUT', '/api/v4/channels/members/{user_id}/direct/read', 'session', [
    'user:self_or_edit_other_users',
  ]),
  own('PUT', '/api/v4/users/{user_id}/teams/{team_id}/read', 'session', [
    'user:self_or_edit_other_users',
  ]),
  own('POST', '/api/v4/file/test', 'system', ['system:test_s3']),
]

function own(method: string, path: string, auth: string, permissions: string[] = []): Endpoint {
  return { method, path, tag: 'own', priority: 'P1', auth, permissions, source: 'own' }
}
