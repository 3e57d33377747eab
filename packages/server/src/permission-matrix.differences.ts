import type { ChannelKind } from '@redoubt/testkit/matrix/expected.ts'
import { hasSession, type RoleName, roleNames } from '@redoubt/testkit/matrix/standing.ts'

/** Where the answer isn't the one that the reference lets expect, and why that is right. */
export type Difference = {
  route: string
  /** Whether the channel is public or private. */
  kind: ChannelKind
  /** By the reference; the answer is the opposite. */
  expected: 'allowed' | 'refused'
  roles: readonly RoleName[]
  reason: string
}

const people = 'Whoever may read a public channel may see who is in it.'
const ownOnly = 'The reference names no such check; it refuses whoever it does not belong to, too.'
const hidden = 'A team is not there for who is not in it (decision 0005).'
const members = 'Reading a public channel is not yet being in it: this takes a member.'

const withSession = roleNames.filter(hasSession)
const writers = ['guest', 'member', 'bot', 'channel_admin', 'team_admin', 'system_admin'] as const
const ofConsole: readonly RoleName[] = [
  'system_read_only_admin',
  'system_user_manager',
  'system_manager',
  'system_admin',
]
const outsiders = [
  'stranger',
  'system_custom_group_admin',
  'shared_channel_manager',
  'secure_connection_manager',
] as const
const readers = [
  'teammate',
  'system_read_only_admin',
  'system_user_manager',
  'system_manager',
] as const

/** In the order of the routes. */
export const differences: readonly Difference[] = [
  {
    route: 'POST /oauth/authorize/decision',
    kind: 'P',
    expected: 'allowed',
    roles: withSession,
    reason: 'Only with the proof that the page of consent carries.',
  },
  {
    route: 'GET /api/v4/users',
    kind: 'O',
    expected: 'refused',
    roles: ['teammate'],
    reason: people,
  },
  {
    route: 'POST /api/v4/users/search',
    kind: 'O',
    expected: 'refused',
    roles: ['teammate'],
    reason: people,
  },
  {
    route: 'GET /api/v4/users/autocomplete',
    kind: 'O',
    expected: 'refused',
    roles: ['teammate'],
    reason: people,
  },
  {
    route: 'POST /api/v4/teams/members/invite',
    kind: 'P',
    expected: 'allowed',
    roles: ['guest'],
    reason: 'Guests come by their own invitations only.',
  },
  {
    route: 'GET /api/v4/channels/:channel_id/stats',
    kind: 'O',
    expected: 'refused',
    roles: ['teammate'],
    reason: people,
  },
  {
    route: 'GET /api/v4/teams/:team_id/channels/search_autocomplete',
    kind: 'P',
    expected: 'allowed',
    roles: outsiders,
    reason: hidden,
  },
  {
    route: 'POST /api/v4/teams/:team_id/channels/search',
    kind: 'P',
    expected: 'refused',
    roles: ['guest', 'system_read_only_admin', 'system_user_manager', 'system_manager'],
    reason: 'Who may not list the channels of a team may still search in the own ones.',
  },
  {
    route: 'GET /api/v4/channels/:channel_id/members',
    kind: 'O',
    expected: 'refused',
    roles: ['teammate'],
    reason: people,
  },
  {
    route: 'POST /api/v4/channels/:channel_id/members/ids',
    kind: 'O',
    expected: 'refused',
    roles: ['teammate'],
    reason: people,
  },
  {
    route: 'GET /api/v4/channels/:channel_id/members/:user_id',
    kind: 'O',
    expected: 'refused',
    roles: ['teammate'],
    reason: people,
  },
  {
    route: 'PUT /api/v4/channels/:channel_id/members/:user_id/autotranslation',
    kind: 'P',
    expected: 'allowed',
    roles: ['system_admin'],
    reason: 'There is no translation here, as there is none without its licence.',
  },
  {
    route: 'POST /api/v4/teams/:team_id/channels/search_archived',
    kind: 'P',
    expected: 'allowed',
    roles: outsiders,
    reason: hidden,
  },
  {
    route: 'GET /api/v4/channels/:channel_id/common_teams',
    kind: 'P',
    expected: 'allowed',
    roles: ['guest', ...readers.slice(1)],
    reason: 'Only for members who could convert the conversation, and guests never could.',
  },
  {
    route: 'GET /api/v4/channels/:channel_id/common_teams',
    kind: 'O',
    expected: 'allowed',
    roles: ['guest', ...readers.slice(1)],
    reason: 'As above.',
  },
  {
    route: 'POST /api/v4/channels/:channel_id/convert_to_channel',
    kind: 'P',
    expected: 'allowed',
    roles: ['teammate'],
    reason: 'A group conversation is not there for who is not in it.',
  },
  {
    route: 'POST /api/v4/posts/:post_id/restore/:restore_version_id',
    kind: 'P',
    expected: 'allowed',
    roles: writers,
    reason: ownOnly,
  },
  {
    route: 'POST /api/v4/posts/:post_id/restore/:restore_version_id',
    kind: 'O',
    expected: 'allowed',
    roles: writers,
    reason: ownOnly,
  },
  {
    route: 'POST /api/v4/posts/:post_id/pin',
    kind: 'O',
    expected: 'allowed',
    roles: readers,
    reason: members,
  },
  {
    route: 'POST /api/v4/posts/:post_id/unpin',
    kind: 'O',
    expected: 'allowed',
    roles: readers,
    reason: members,
  },
  {
    route: 'GET /api/v4/posts/:post_id/edit_history',
    kind: 'P',
    expected: 'allowed',
    roles: writers,
    reason: ownOnly,
  },
  {
    route: 'POST /api/v4/users/:user_id/posts/:post_id/set_unread',
    kind: 'P',
    expected: 'allowed',
    roles: ['system_admin'],
    reason: 'What somebody has read is theirs alone to say.',
  },
  {
    route: 'POST /api/v4/users/:user_id/posts/:post_id/set_unread',
    kind: 'O',
    expected: 'allowed',
    roles: ['system_admin'],
    reason: 'As above.',
  },
  {
    route: 'GET /api/v4/posts/:post_id/reveal',
    kind: 'O',
    expected: 'allowed',
    roles: readers,
    reason: members,
  },
  {
    route: 'DELETE /api/v4/posts/:post_id/burn',
    kind: 'O',
    expected: 'allowed',
    roles: readers,
    reason: members,
  },
  {
    route: 'PUT /api/v4/posts/schedule/:scheduled_post_id',
    kind: 'P',
    expected: 'allowed',
    roles: writers,
    reason: ownOnly,
  },
  {
    route: 'PUT /api/v4/posts/schedule/:scheduled_post_id',
    kind: 'O',
    expected: 'allowed',
    roles: writers,
    reason: ownOnly,
  },
  {
    route: 'POST /api/v4/uploads/:upload_id',
    kind: 'P',
    expected: 'allowed',
    roles: writers,
    reason: ownOnly,
  },
  {
    route: 'GET /api/v4/users/:user_id/uploads',
    kind: 'P',
    expected: 'allowed',
    roles: withSession,
    reason: ownOnly,
  },
  {
    route: 'POST /api/v4/emoji',
    kind: 'P',
    expected: 'refused',
    roles: withSession.filter((role) => !['guest', 'system_admin'].includes(role)),
    reason: 'People may add emoji here: the role of all people has the permission.',
  },
  {
    route: 'GET /api/v4/channels/:channel_id/timezones',
    kind: 'O',
    expected: 'refused',
    roles: ['teammate'],
    reason: people,
  },
  {
    route: 'GET /api/v4/groups/:group_id',
    kind: 'P',
    expected: 'refused',
    roles: withSession.filter((role) => !ofConsole.includes(role)),
    reason: 'Custom groups are for everybody to see; only those of a directory need it.',
  },
]
