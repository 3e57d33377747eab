import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { expect, test } from 'vitest'

const webkit = 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const desktop = (version: string) =>
  `Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Electron/36.2 Safari/537.36 Mattermost/${version}`

test('MC-WEB-01 what is too old for the app is told so, and nothing else is', async () => {
  await using server = await openTestServer({
    MM_SERVICESETTINGS_MINIMUMDESKTOPAPPVERSION: '5.10.0',
  })
  const open = async (agent: string, language = 'en') => {
    const headers = { 'User-Agent': agent, 'Accept-Language': language }
    const answer = await fetch(`${server.address}/crew/channels/off`, { headers })
    const [, title = ''] = /<title>(.*?)<\/title>/.exec(await answer.text()) ?? []
    const isKept = answer.headers.get('cache-control') !== 'no-store'
    return [answer.status, answer.headers.get('content-type'), title, isKept]
  }
  const shown = [200, 'text/html', 'Redoubt', true]
  const old = [200, 'text/html', 'This browser is too old', false]
  const oldApp = [200, 'text/html', 'This desktop app is too old', false]
  const cases: [string, unknown[]][] = [
    [desktop('5.9.3'), oldApp],
    [desktop('5.9.3-develop.1'), oldApp],
    [desktop('5.10.0'), shown],
    [desktop('6.0.1'), shown],
    ['Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko', old],
    ['Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)', old],
    [`${webkit} Version/11.1.2 Safari/605.1.15`, old],
    [`${webkit} Version/11.0 Mobile/15A372 Safari/604.1`, old],
    [`${webkit} Version/17.6 Safari/605.1.15`, shown],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', shown],
    ['', shown],
  ]
  for (const [agent, expected] of cases) {
    expect([agent, await open(agent)]).toEqual([agent, expected])
  }
  expect((await open(desktop('4.0.0'), 'de-CH'))[2]).toBe('Diese Desktop-App ist zu alt')
})
