import type { AdminConfig } from '@mattermost/types/config'
import { localRequest } from '@redoubt/testkit/local-client.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'

const named = (secret: string) => ({ 'X-Mattermost-Preauth-Secret': secret })

test('ZT-RQ-03 with a secret set, only requests that bring it are answered', async () => {
  await using server = await openTestServer({
    MM_SERVICESETTINGS_PREAUTHSECRET: 'old-secret new-secret',
  })
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(server.address + path, { headers, redirect: 'manual' })
    await answer.body?.cancel()
    return [answer.status, answer.headers.get('x-reject-reason')]
  }
  const refused = [403, 'pre-auth']
  for (const path of ['/api/v4/system/ping', '/', '/login', '/files/x/public', '/hooks/x']) {
    expect([path, await ask(path)]).toEqual([path, refused])
    expect([path, await ask(path, named('wrong'))]).toEqual([path, refused])
    expect([path, await ask(path, named('old-secret new-secret'))]).toEqual([path, refused])
  }
  for (const secret of ['old-secret', 'new-secret']) {
    expect(await ask('/api/v4/system/ping', named(secret))).toEqual([200, null])
    expect(await ask('/', named(secret))).toEqual([200, null])
  }
  for (const path of [
    '/api/v4/config/client?format=old',
    '/static/manifest.webmanifest',
    '/login/desktop',
    '/login/sso/saml',
    '/oauth/gitlab/login',
    '/oauth/gitlab/complete',
    '/signup/gitlab/complete',
    '/api/v3/oauth/gitlab/complete',
  ]) {
    expect([path, (await ask(path))[1]]).toEqual([path, null])
  }
  const acknowledged = await fetch(`${server.address}/api/v4/notifications/ack`, { method: 'POST' })
  expect(acknowledged.headers.get('x-reject-reason')).toBeNull()
  expect(await (await fetch(`${server.address}/hooks/x`)).json()).toMatchObject({
    status_code: 403,
  })
})

test('ZT-RQ-03 so it is with the WebSocket; the owner of the machine needs none', async () => {
  await using server = await openTestServer({ MM_SERVICESETTINGS_PREAUTHSECRET: 'quay' })
  const connect = (headers: Record<string, string>) =>
    new Promise((resolve) => {
      const address = `${server.address.replace('http', 'ws')}/api/v4/websocket`
      const socket = new WebSocket(address, { headers })
      socket.once('open', () => {
        socket.close()
        resolve('open')
      })
      socket.once('unexpected-response', (_request, { statusCode, headers: told }) =>
        resolve([statusCode, told['x-reject-reason']]),
      )
      socket.on('error', () => undefined)
    })
  expect(await connect({})).toEqual([403, 'pre-auth'])
  expect(await connect(named('quay'))).toBe('open')
  const local = await localRequest(server.controlSocket, 'GET', '/api/v4/config')
  expect(local.status).toBe(200)
  const { ServiceSettings } = local.json() as AdminConfig
  expect((ServiceSettings as unknown as Record<string, string>).PreAuthSecret).toMatch(/^\*+$/)
})
