import type { ImportChannel, ImportTeam } from '@redoubt/wire/imports.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact } from '#platform/db/database.ts'
import { newId, newToken } from '#platform/ids.ts'
import type { Directory } from './directory.ts'
import { LineError } from './lines.ts'
import { differs, type Outcome } from './outcome.ts'
import {
  findChannelByName,
  findTeamByName,
  insertChannel,
  insertTeam,
  updateChannel,
  updateTeam,
} from './place-store.ts'
import type { ImportRules } from './rules.ts'

type Deps = { transact: Transact; clock: Clock; rules: ImportRules; directory: Directory }

/** Teams and their channels. Each line is one transaction. */
export function importPlaces({ transact, clock, rules, directory }: Deps) {
  async function team(line: ImportTeam): Promise<Outcome> {
    const input = { ...line, name: line.name.toLowerCase() }
    rules.teams.requireValid(input)
    const { name, display_name, type } = input
    const wanted = {
      display_name,
      type,
      ...(input.description !== undefined && { description: input.description }),
      ...(input.allow_open_invite !== undefined && { allow_open_invite: input.allow_open_invite }),
    }
    return transact(async (tx) => {
      const existing = await findTeamByName(tx.db, name)
      const now = clock()
      if (existing) {
        if (!differs(existing, wanted)) return 'unchanged'
        await updateTeam(tx, existing.id, { ...wanted, update_at: now })
        tx.changed({ kind: 'team', team_id: existing.id })
        return 'updated'
      }
      const id = newId(now)
      await insertTeam(tx, {
        id,
        create_at: now,
        update_at: now,
        delete_at: 0,
        name,
        description: '',
        email: '',
        company_name: '',
        allowed_domains: '',
        invite_id: newToken(),
        allow_open_invite: false,
        last_team_icon_update: 0,
        scheme_id: null,
        group_constrained: null,
        ...wanted,
      })
      await rules.channels.createDefaults(tx, id)
      return 'created'
    })
  }

  async function channel(line: ImportChannel): Promise<Outcome> {
    const teamId = await directory.teamId(line.team)
    const name = line.name.toLowerCase()
    const texts = {
      display_name: line.display_name || name,
      ...(line.header !== undefined && { header: line.header }),
      ...(line.purpose !== undefined && { purpose: line.purpose }),
    }
    rules.channels.requireValid({ name, ...texts })
    const wanted = { ...texts, ...(line.deleted_at && { delete_at: line.deleted_at }) }
    return transact(async (tx) => {
      const existing = await findChannelByName(tx.db, teamId, name)
      const now = clock()
      if (!existing) {
        const row = rules.channels.newRow({ teamId, name, type: line.type, ...texts, now })
        await insertChannel(tx, { ...row, ...wanted })
        return 'created'
      }
      // Who may read a channel is nothing that a file changes in passing.
      if (existing.type !== line.type) {
        throw new LineError(`The channel ${name} is there already, with the type ${existing.type}.`)
      }
      if (!differs(existing, wanted)) return 'unchanged'
      await updateChannel(tx, existing.id, { ...wanted, update_at: now })
      tx.changed({ kind: 'channel', channel_id: existing.id })
      return 'updated'
    })
  }

  return { team, channel }
}
