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
