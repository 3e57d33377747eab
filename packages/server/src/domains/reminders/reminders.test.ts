import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { nowhere } from '@redoubt/testkit/uploads.ts'
import { expect, test } from 'vitest'

const parse = (text: unknown) => JSON.parse(String(text))

test('MC-AUX-03 a reminder comes once, as a direct message, to who may still read the post', async () => {
  let now = Date.now()
  await using server = await openTestServer({}, { clock: () => now })
  const ws = await TestWorkspace.open(server.address)
  const { team, townSquare, alice, bob, eve } = await ws.trio()
  const post = await alice.post(townSquare.id, 'remember')
  await bob.client.patchMe({ locale: 'de-AT' })
  using bobHears = await bob.socket()
  const inSeconds = (seconds: number) => Math.floor(now / 1000) + seconds

  await bob.client.addPostReminder(bob.id, post.id, inSeconds(600))
  const at = inSeconds(60)
  await bob.client.addPostReminder(bob.id, post.id, at)

  const props = { team_name: team.name, post_id: post.id, username: alice.username }
  const frame = await bobHears.until(
    'ephemeral_message',
    ({ data }) => parse(data.post).props.target_time === at,
  )
  expect(parse(frame.data.post)).toMatchObject({
    type: 'system_ephemeral',
    root_id: post.id,
    message: `Du wirst an diese Nachricht von @${alice.username} erinnert.`,
    props: { ...props, target_time: at, type: 'reminder' },
  })
  now += 61_000
  const reminder = await bobHears.until('posted')
  expect(reminder.data.channel_type).toBe('D')
  expect(parse(reminder.data.post)).toMatchObject({
    type: 'reminder',
    message: expect.stringMatching(/^Du wolltest an diese Nachricht .+ erinnert werden: /),
    props,
  })

  // Who has lost the channel is told nothing of it; the next reminder shows that the time has come.
  await bob.client.addPostReminder(bob.id, post.id, inSeconds(60))
  const direct = await bob.client.createDirectChannel([alice.id, bob.id])
  const other = await alice.post(direct.id, 'other')
  await bob.client.addPostReminder(bob.id, other.id, inSeconds(60))
  await ws.admin.client.removeFromTeam(team.id, bob.id)
  now += 61_000
  const second = await bobHears.until(
    'posted',
    ({ data }) => parse(data.post).props.post_id === other.id,
  )
  expect(parse(second.data.post).props).toMatchObject({ team_name: '' })
  const told = bobHears.heard.filter(
    ({ event, data }) => event === 'posted' && parse(data.post).type === 'reminder',
  )
  expect(told).toHaveLength(2)

  const missing = { status: 404, id: 'app.post.get.app_error' }
  expect(await refusal(eve.client.addPostReminder(eve.id, post.id, inSeconds(9)))).toEqual(missing)
  const nothing = alice.client.addPostReminder(alice.id, nowhere(post.id), inSeconds(9))
  expect(await refusal(nothing)).toEqual(missing)
  expect(await refusal(alice.client.addPostReminder(bob.id, other.id, inSeconds(9)))).toMatchObject(
    {
      status: 403,
    },
  )
  expect(await refusal(alice.client.addPostReminder(alice.id, post.id, inSeconds(0)))).toEqual({
    status: 400,
    id: 'api.context.invalid_body_param.app_error',
  })
})
