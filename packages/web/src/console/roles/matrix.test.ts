import { expect, test } from 'vitest'
import { cellOf, type Grants, roleNamesOf, systemSchemeRoles, withGrant } from './matrix.ts'

const nothing: Grants = new Map(roleNamesOf(systemSchemeRoles).map((name) => [name, new Set()]))

test('admins have what members have', () => {
  const grants = withGrant(nothing, 'channel_user', 'create_post', true)
  expect(cellOf(systemSchemeRoles, grants, 'members', 'create_post')).toBe('on')
  expect(cellOf(systemSchemeRoles, grants, 'channel_admins', 'create_post')).toBe('inherited')
  expect(cellOf(systemSchemeRoles, grants, 'team_admins', 'create_post')).toBe('inherited')
  expect(cellOf(systemSchemeRoles, grants, 'guests', 'create_post')).toBe('off')
})

test('a team admin is asked for in the channels of the team, a channel admin not in the team', () => {
  const grants = withGrant(nothing, 'team_admin', 'delete_others_posts', true)
  expect(cellOf(systemSchemeRoles, grants, 'team_admins', 'delete_others_posts')).toBe('on')
  expect(cellOf(systemSchemeRoles, grants, 'channel_admins', 'delete_others_posts')).toBe('off')
  expect(cellOf(systemSchemeRoles, grants, 'channel_admins', 'manage_team')).toBe('none')
})

test('a grant that was taken is gone, and the old grants stay as they were', () => {
  const given = withGrant(nothing, 'team_user', 'invite_user', true)
  const taken = withGrant(given, 'team_user', 'invite_user', false)
  expect(cellOf(systemSchemeRoles, taken, 'members', 'invite_user')).toBe('off')
  expect(cellOf(systemSchemeRoles, given, 'members', 'invite_user')).toBe('on')
})
