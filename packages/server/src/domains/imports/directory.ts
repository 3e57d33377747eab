import type { Db } from '#platform/db/database.ts'
import { Lru } from '#platform/lru.ts'
import { findUserByUsername } from './account-store.ts'
import { LineError } from './lines.ts'
import { findChannelByName, findTeamByName } from './place-store.ts'
import type { ImportRules } from './rules.ts'

export type Directory = ReturnType<typeof makeDirectory>

const cachedNames = 20_000

/**
 * Finds what lines refer to by name, and remembers it for the length of one import. Only what is
 * committed is ever found, so that nothing remembered can have been rolled back.
 */
export function makeDirectory(db: Db, rules: ImportRules) {
  const teams = new Lru<string>(cachedNames)
  const channels = new Lru<string>(cachedNames)
  const users = new Lru<string>(cachedNames)

  /** The team's id. Throws a LineError where there is none of this name. */
  async function teamId(name: string): Promise<string> {
    const key = name.toLowerCase()
    const id = await teams.fetch(key, async () => (await findTeamByName(db, key))?.id)
    if (!id) throw new LineError(`There is no team ${name}.`)
    return id
  }

  async function channelId(teamName: string, name: string): Promise<string> {
    const team = await teamId(teamName)
    const key = name.toLowerCase()
    const id = await channels.fetch(
      `${team}/${key}`,
      async () => (await findChannelByName(db, team, key))?.id,
    )
    if (!id) throw new LineError(`There is no channel ${name} in the team ${teamName}.`)
    return id
  }

  async function userId(username: string): Promise<string> {
    const key = username.toLowerCase()
    const id = await users.fetch(key, async () => (await findUserByUsername(db, key))?.id)
    if (!id) throw new LineError(`There is no user ${username}.`)
    return id
  }

  async function userIds(usernames: readonly string[]): Promise<string[]> {
    const ids: string[] = []
    for (const username of usernames) ids.push(await userId(username))
    return ids
  }

  /** What kind of channel these people share, and under which name. */
  async function direct(usernames: readonly string[]) {
    const ids = [...new Set(await userIds(usernames))]
    const [one = '', other = one] = ids
    const isGroup = ids.length > 2
    const name = isGroup ? rules.channels.toGroupName(ids) : rules.channels.toDirectName(one, other)
    return { ids, name, type: isGroup ? 'G' : 'D' }
  }

  /** The id of a direct or group channel; undefined where there is none yet. */
  function directChannelId(name: string): Promise<string | undefined> {
    return channels.fetch(`/${name}`, async () => (await findChannelByName(db, '', name))?.id)
  }

  return { teamId, channelId, userId, userIds, direct, directChannelId }
}
