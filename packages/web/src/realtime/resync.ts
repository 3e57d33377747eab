import type { OrderedChannelCategories } from '@mattermost/types/channel_categories'
import type { Role } from '@mattermost/types/roles'
import type { Team } from '@mattermost/types/teams'
import { client } from '#web/api/client.ts'
import { orElse, statusOf } from '#web/api/errors.ts'
import { isUnsaved } from '#web/drafts/shelf.ts'
import { type SidebarCategory, withCategories } from '#web/entities/categories.ts'
import { withChannels, withMembers, withMyChannels, withoutMember } from '#web/entities/channels.ts'
import { isCollapsed } from '#web/entities/collapsing.ts'
import { withDraftsOfTeam } from '#web/entities/drafts.ts'
import type { Need } from '#web/entities/frames.ts'
import { withPosts } from '#web/entities/posts.ts'
import { withMyPreferences } from '#web/entities/preferences.ts'
import { withScheduledOfTeam } from '#web/entities/scheduled.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { withMyTeams } from '#web/entities/teams.ts'
import { withUnreadThreads } from '#web/entities/threads.ts'
import { withConfig, withMe, withRoles, withUsers } from '#web/entities/users.ts'

/** The most users or roles that are asked for in one call. */
const BATCH = 100
/** The most unread threads of a team that are asked for. */
const THREADS = 100

/** Fetches all that the session is about, at its start and after events were missed. */
export async function resync(): Promise<void> {
  const [config, me, preferences, teams, teamMembers] = await Promise.all([
    client.getClientConfig(),
    client.getMe(),
    client.getMyPreferences(),
    client.getMyTeams(),
    client.getMyTeamMembers(),
  ])
  update(withConfig, config)
  // The client's type says that it is one; it is a list.
  update(withMyPreferences, [preferences].flat())
  update(withMyTeams, teams, teamMembers)
  await resyncChannels()
  await Promise.all([
    // All of them: what a role grants may have changed since it was kept.
    fetchRoles(namesIn([me.roles, ...rolesOfMembers()])),
    refreshUsers(),
    fetchUnreadThreads(teams, me.id),
    ...[...readEntities().categories.keys()].map(fetchCategories),
  ])
  // Last, for it tells the pages that everything is there.
  update(withMe, me)
}

/**
 * Fetches own channels and memberships. The memberships come second, so that they have seen all
 * that the channels count: the other way round, what is new would look seen.
 */
async function resyncChannels(): Promise<void> {
  const channels = await client.getAllTeamsChannels()
  const members = channels.length > 0 ? await client.getAllChannelsMembers('me', -1) : []
  update(withMyChannels, channels, members)
}

/** Fetches what a frame named without carrying it. */
export async function fetchNeed(need: Need): Promise<void> {
  switch (need.kind) {
    case 'channel':
      return fetchChannel(need.id)
    case 'channels':
      return resyncChannels()
    case 'roles':
      return fetchRoles(unknownOf(need.names))
    case 'post':
      return fetchPost(need.id)
    case 'teams':
      return fetchTeams()
    case 'categories':
      return fetchCategories(need.teamId)
    case 'drafts':
      return fetchDrafts(need.teamId)
    case 'scheduled':
      return fetchScheduled(need.teamId)
  }
}

async function fetchChannel(id: string): Promise<void> {
  try {
    const channel = await client.getChannel(id)
    const member = await client.getMyChannelMember(id)
    update(withChannels, [channel])
    update(withMembers, [member])
  } catch (error) {
    const status = statusOf(error)
    if (status !== 403 && status !== 404) throw error
    update(withoutMember, id)
  }
}

async function fetchPost(id: string): Promise<void> {
  const post = await orElse(client.getPost(id), undefined)
  if (post) update(withPosts, [post])
}

/** What is unread in threads, where the server tells. */
async function fetchUnreadThreads(teams: readonly Team[], myId: string): Promise<void> {
  if (!isCollapsed(readEntities())) return
  const options = { unread: true, threadsOnly: true, perPage: THREADS }
  const lists = await Promise.all(
    teams.map(({ id }) => orElse(client.getUserThreads(myId, id, options), undefined)),
  )
  const threads = lists.flatMap((list) => list?.threads ?? [])
  update(
    withPosts,
    threads.map((thread) => thread.post),
  )
  update(withUnreadThreads, threads)
}

async function fetchTeams(): Promise<void> {
  const [teams, members] = await Promise.all([client.getMyTeams(), client.getMyTeamMembers()])
  update(withMyTeams, teams, members)
  await resyncChannels()
  await fetchRoles(unknownOf(namesIn(rolesOfMembers())))
}

function rolesOfMembers(): string[] {
  const { teamMembers, members } = readEntities()
  return [...teamMembers.values(), ...members.values()].map((member) => member.roles)
}

/** The names in lists such as `channel_user channel_admin`, each once. */
function namesIn(lists: readonly string[]): string[] {
  return [...new Set(lists.flatMap((list) => list.split(' ')))].filter((name) => name !== '')
}

function unknownOf(names: readonly string[]): string[] {
  const { roles } = readEntities()
  return names.filter((name) => !roles.has(name))
}

async function fetchRoles(names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const found = await orElse<Role[]>(client.getRolesByNames(names.slice(0, BATCH)), [])
  update(withRoles, found)
}

/** Fetches those of the known users that changed since they were fetched. */
async function refreshUsers(): Promise<void> {
  const users = [...readEntities().users.values()]
  if (users.length === 0) return
  const since = Math.max(...users.map((user) => user.update_at ?? 0))
  for (let at = 0; at < users.length; at += BATCH) {
    const ids = users.slice(at, at + BATCH).map((user) => user.id)
    update(withUsers, await orElse(client.getProfilesByIds(ids, { since }), []))
  }
}

/** The sidebar of a team, where the server keeps one. */
async function fetchCategories(teamId: string): Promise<void> {
  const asked = client.getChannelCategories('me', teamId)
  const list = await orElse<OrderedChannelCategories | undefined>(asked, undefined)
  if (!list) return
  const byId = new Map(list.categories.map((one): [string, SidebarCategory] => [one.id, one]))
  update(
    withCategories,
    teamId,
    list.order.flatMap((id) => byId.get(id) ?? []),
  )
}

/** Own drafts in a team and in conversations with people, where the server keeps them. */
async function fetchDrafts(teamId: string): Promise<void> {
  const drafts = await orElse(client.getUserDrafts(teamId), undefined)
  if (drafts) update(withDraftsOfTeam, teamId, drafts, isUnsaved(readEntities().myId))
}

/** Own messages for later, in a team and in conversations with people. */
async function fetchScheduled(teamId: string): Promise<void> {
  const answer = await orElse(client.getScheduledPosts(teamId, true), undefined)
  if (answer) update(withScheduledOfTeam, teamId, Object.values(answer.data).flat())
}
