import type { Command } from '@mattermost/types/integrations'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { describe, expect } from 'vitest'

function custom(member: Member, teamId: string, rest: Partial<Command>): Promise<Command> {
  return member.client.addCommand({ team_id: teamId, method: 'P', ...rest } as Command)
}

describe('custom slash commands', () => {
  test('are managed by those who may, and valid', async ({ ws }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const { team: second } = await ws.team()
    await ws.admin.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)
    const url = 'https://example.org/c'
    const mine = await custom(alice, team.id, { trigger: 'mine', url, description: 'old' })
    const theirs = await custom(ws.admin, team.id, { trigger: 'theirs', url })
    expect(mine).toMatchObject({ creator_id: alice.id, method: 'P', plugin_id: '', delete_at: 0 })

    const bad: [Partial<Command>, string][] = [
      [{ trigger: '/x', url }, 'model.command.is_valid.trigger.app_error'],
      [{ trigger: 'a b', url }, 'model.command.is_valid.trigger.app_error'],
      [{ trigger: 'x'.repeat(129), url }, 'model.command.is_valid.trigger.app_error'],
      [{ trigger: 'x', url: 'ftp://x' }, 'model.command.is_valid.url_http.app_error'],
      [{ trigger: 'x', url: '' }, 'model.command.is_valid.url.app_error'],
      [{ trigger: 'x', url, method: 'X' as 'P' }, 'model.command.is_valid.method.app_error'],
      [
        { trigger: 'x', url, description: 'x'.repeat(129) },
        'model.command.is_valid.description.app_error',
      ],
      [{ trigger: 'mine', url }, 'api.command.duplicate_trigger.app_error'],
      [{ trigger: 'away', url }, 'api.command.duplicate_trigger.app_error'],
    ]
    for (const [fields, id] of bad) {
      expect(await refusal(custom(alice, team.id, fields))).toEqual({ status: 400, id })
    }
    const missing = { status: 404, id: 'store.sql_command.get.missing.app_error' }
    for (const outsider of [bob, eve]) {
      const attempt = custom(outsider, team.id, { trigger: 'x', url })
      expect((await refusal(attempt)).status).toBe(outsider === bob ? 403 : 404)
      expect(await refusal(outsider.client.editCommand(mine))).toEqual(missing)
      expect(await refusal(outsider.client.regenCommandToken(mine.id))).toEqual(missing)
      expect(await refusal(outsider.client.deleteCommand(mine.id))).toEqual(missing)
      expect((await outsider.request('GET', `/api/v4/commands/${mine.id}`)).status).toBe(404)
      const list = outsider.client.getCustomTeamCommands(team.id)
      expect((await refusal(list)).status).toBe(outsider === bob ? 403 : 404)
    }
    expect((await alice.request('GET', `/api/v4/commands/${mine.id}`)).body).toEqual(mine)
    expect(await alice.client.getCustomTeamCommands(team.id)).toEqual([mine, theirs])
    const all = await bob.client.getCommandsList(team.id)
    expect(all.map(({ trigger }) => trigger)).toContain('away')
    expect(all.map(({ trigger }) => trigger)).not.toContain('mine')

    const changed = await alice.client.editCommand({ ...mine, trigger: 'new', description: 'new' })
    expect(changed).toMatchObject({ trigger: 'new', description: 'new', token: mine.token })
    const elsewhere = { ...mine, team_id: second.id }
    expect(await refusal(alice.client.editCommand(elsewhere))).toEqual({
      status: 400,
      id: 'api.command.team_mismatch.app_error',
    })
    const { token } = await alice.client.regenCommandToken(mine.id)
    expect(token).not.toBe(mine.token)

    const move = (member: Member, id: string) =>
      member.request('PUT', `/api/v4/commands/${id}/move`, { team_id: second.id })
    expect((await move(alice, mine.id)).status).toBe(404)
    expect(await move(ws.admin, mine.id)).toMatchObject({
      status: 400,
      body: { id: 'api.command.move_command.creator_no_permission.app_error' },
    })
    expect((await move(ws.admin, theirs.id)).status).toBe(200)
    expect(await ws.admin.client.getCustomTeamCommands(second.id)).toMatchObject([
      { id: theirs.id },
    ])
    await alice.client.deleteCommand(mine.id)
    expect(await refusal(alice.client.deleteCommand(mine.id))).toEqual(missing)
  })
})
