import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { expect } from 'vitest'

const path = '/api/v4/users/me/terms_of_service'

test('terms of service are set, agreed to, and asked for again when they change', async () => {
  await using server = await openTestServer({
    MM_SUPPORTSETTINGS_CUSTOMTERMSOFSERVICEENABLED: 'true',
  })
  const ws = await TestWorkspace.open(server.address)
  const alice = await ws.member('alice')
  const { client } = alice
  expect(await refusal(client.getTermsOfService())).toEqual({
    status: 404,
    id: 'app.terms_of_service.get.no_rows.app_error',
  })
  expect(await refusal(client.createTermsOfService('mine'))).toMatchObject({ status: 403 })
  expect(await refusal(ws.admin.client.createTermsOfService(''))).toEqual({
    status: 400,
    id: 'api.create_terms_of_service.empty_text.app_error',
  })
  expect(await refusal(ws.admin.client.createTermsOfService('x'.repeat(16_384)))).toEqual({
    status: 400,
    id: 'model.terms_of_service.is_valid.text.app_error',
  })

  const terms = await ws.admin.client.createTermsOfService('Be kind.')
  expect(await ws.admin.client.createTermsOfService('Be kind.')).toEqual(terms)
  expect(await client.getTermsOfService()).toMatchObject({ text: 'Be kind.', id: terms.id })
  expect(await alice.request('GET', path)).toMatchObject({
    status: 404,
    body: { id: 'app.user_terms_of_service.get_by_user.no_rows.app_error' },
  })
  expect(await client.getMe()).not.toHaveProperty('terms_of_service_id')

  await client.updateMyTermsOfServiceStatus(terms.id, true)
  expect((await alice.request('GET', path)).body).toMatchObject({
    user_id: alice.id,
    terms_of_service_id: terms.id,
  })
  expect(await client.getMe()).toMatchObject({ terms_of_service_id: terms.id })
  // That somebody agreed is nobody else's to see, or to say.
  const of = (id: string) => `/api/v4/users/${id}/terms_of_service`
  expect((await ws.admin.request('GET', of(alice.id))).status).toBe(403)
  const answer = { termsOfServiceId: terms.id, accepted: true }
  expect((await alice.request('POST', of(ws.admin.id), answer)).status).toBe(403)
  expect(await ws.admin.client.getUser(alice.id)).not.toHaveProperty('terms_of_service_id')

  await client.updateMyTermsOfServiceStatus(terms.id, false)
  expect((await alice.request('GET', path)).status).toBe(404)
  const unknown = client.updateMyTermsOfServiceStatus('a'.repeat(26), true)
  expect(await refusal(unknown)).toMatchObject({ status: 404 })
  expect((await alice.request('POST', path, { termsOfServiceId: 7 })).status).toBe(400)
})

test("there are none of one's own unless that is switched on", async ({ ws }) => {
  expect(await refusal(ws.admin.client.createTermsOfService('Be kind.'))).toEqual({
    status: 400,
    id: 'api.create_terms_of_service.custom_terms_of_service_disabled.app_error',
  })
})
