import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import type { Audit } from '@redoubt/wire/audits.ts'
import { expect } from 'vitest'

test('what matters is noted with who, where from and in which session', async ({ ws }) => {
  const alice = await ws.member('alice')
  const bob = await ws.member('bob')
  await ws.admin.client.patchConfig({ TeamSettings: { SiteName: 'Keep' } } as never)

  const all = (await ws.admin.client.getAudits(0, 5)) as unknown as Audit[]
  expect(all).toHaveLength(4)
  expect(all[0]).toMatchObject({
    action: 'patchConfig',
    user_id: ws.admin.id,
    ip_address: '127.0.0.1',
    session_id: expect.stringMatching(/^[a-z0-9]{26}$/),
  })
  expect(all.map(({ create_at }) => create_at)).toEqual(
    all.map(({ create_at }) => create_at).sort((a, b) => b - a),
  )

  const own = (await alice.client.getUserAudits('me')) as unknown as Audit[]
  expect(own).toMatchObject([{ action: 'login', user_id: alice.id }])
  expect(await ws.admin.client.getUserAudits(alice.id)).toEqual(own)
  expect(await refusal(bob.client.getUserAudits(alice.id))).toMatchObject({ status: 403 })
  expect(await refusal(bob.client.getAudits())).toMatchObject({ status: 403 })

  await refusal(alice.client.login(alice.username, 'wrong-password'))
  const [failed] = (await ws.admin.client.getUserAudits(alice.id)) as unknown as Audit[]
  expect(failed?.extra_info).toContain('invalid_credentials')
  expect(JSON.stringify(failed)).not.toContain('wrong-password')
  await ws.admin.client.updateUserRoles(bob.id, 'system_user system_user_manager')
  await ws.admin.client.updateUserActive(bob.id, false)
  const [active, roles] = (await ws.admin.client.getAudits(0, 2)) as unknown as Audit[]
  expect(roles).toMatchObject({
    action: 'updateUserRoles',
    extra_info: `user=${bob.id} before=system_user after=system_user system_user_manager`,
  })
  expect(active).toMatchObject({
    action: 'updateUserActive',
    extra_info: `user=${bob.id} active=false`,
  })
  // A change that is refused leaves no trace of having been made.
  await refusal(ws.admin.client.patchConfig({ TeamSettings: { MaxUsersPerTeam: 0 } } as never))
  const [latest] = (await ws.admin.client.getAudits(0, 1)) as unknown as Audit[]
  expect(latest?.id).toBe(active?.id)
})

test('whoever changes webhooks and commands is noted, and no secret of theirs', async ({ ws }) => {
  const { team, townSquare, alice } = await ws.trio()
  await ws.admin.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)
  const { client } = alice
  const incoming = await client.createIncomingWebhook({ channel_id: townSquare.id })
  await client.updateIncomingWebhook({ ...incoming, display_name: 'Builds' })
  await client.removeIncomingWebhook(incoming.id)
  const outgoing = await client.createOutgoingWebhook({
    team_id: team.id,
    channel_id: townSquare.id,
    trigger_words: [],
    callback_urls: ['https://example.org/told'],
  } as never)
  await client.updateOutgoingWebhook({ ...outgoing, display_name: 'Told' })
  const { token } = await client.regenOutgoingHookToken(outgoing.id)
  await client.removeOutgoingWebhook(outgoing.id)
  const command = await client.addCommand({
    team_id: team.id,
    trigger: 'deploy',
    method: 'P',
    url: 'https://example.org/deploy',
  } as never)
  await client.editCommand({ ...command, display_name: 'Deploy' })
  await client.regenCommandToken(command.id)
  const moved = { team_id: team.id }
  await alice.request('PUT', `/api/v4/commands/${command.id}/move`, moved)
  await client.deleteCommand(command.id)
  await refusal(client.deleteCommand(command.id))

  const notes = (await ws.admin.client.getUserAudits(alice.id)) as unknown as Audit[]
  const told = notes.map(({ action, extra_info }) => `${action} ${extra_info}`).reverse()
  expect(told.filter((note) => /Hook|Command/.test(note))).toEqual([
    `createIncomingHook hook=${incoming.id}`,
    `updateIncomingHook hook=${incoming.id}`,
    `deleteIncomingHook hook=${incoming.id}`,
    `createOutgoingHook hook=${outgoing.id}`,
    `updateOutgoingHook hook=${outgoing.id}`,
    `regenOutgoingHookToken hook=${outgoing.id}`,
    `deleteOutgoingHook hook=${outgoing.id}`,
    `createCommand command=${command.id}`,
    `updateCommand command=${command.id}`,
    `regenCommandToken command=${command.id}`,
    `moveCommand command=${command.id}`,
    `deleteCommand command=${command.id}`,
  ])
  expect(JSON.stringify(notes)).not.toContain(token)
})
