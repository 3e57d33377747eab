import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { deflateSync } from 'node:zlib'
import { Client4 } from '@mattermost/client'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { foundTeam, openPage, password, signUp } from './people.ts'
import { Product } from './product.ts'

const screens = process.env.RICH_SCREENS

const composer = (page: Page) => page.getByRole('textbox', { name: 'Write to Town Square' })
const channel = (page: Page) => page.getByRole('log', { name: 'Messages in Town Square' })
const message = (page: Page, text: string | RegExp) =>
  channel(page).getByRole('article').filter({ hasText: text })

async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
}

/** Opens what else can be done with a message. */
async function openMenu(page: Page, text: string): Promise<void> {
  await message(page, text).last().hover()
  await message(page, text).last().getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menu').waitFor()
}

/** What axe finds wrong with a screen, in both looks. */
async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(axe.source)
    const found = await page.evaluate<string[]>(
      `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => id + ': ' + node.html + ' ' + node.failureSummary)))`,
    )
    if (screens) {
      mkdirSync(screens, { recursive: true })
      await page.screenshot({ path: path.join(screens, `${screen}-${colorScheme}.png`) })
    }
    expect(found, `${screen}, ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

type Call = Record<string, unknown> & { path: string }

/** A program beside the server: it is called by buttons and forms, and answers as it was told. */
class Peer implements AsyncDisposable {
  readonly calls: Call[] = []
  /** What is answered, by path. */
  readonly answers = new Map<string, (call: Call) => unknown>()
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then((answer) => {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(answer))
    })
  })

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  urlOf(name: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${name}`
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}')
    const call: Call = { ...body, path: request.url?.slice(1) ?? '' }
    this.calls.push(call)
    return (await this.answers.get(call.path)?.(call)) ?? {}
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

/** A picture of one colour. */
function makePng(width: number, height: number, rgb: [number, number, number]): Buffer {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from(rgb))])
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, crc])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return ~crc >>> 0
}

/** A PDF of one empty page. */
const pdf = Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>`)

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** The product with what this journey needs switched on, at an address that it knows itself. */
async function startProduct(product: Product): Promise<void> {
  product.address = `http://127.0.0.1:${await freePort()}`
  Object.assign(process.env, {
    MM_SERVICESETTINGS_SITEURL: product.address,
    MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS: '127.0.0.1',
    MM_SERVICESETTINGS_ENABLELATEX: 'true',
    MM_SERVICESETTINGS_ENABLEPOSTUSERNAMEOVERRIDE: 'true',
    MM_SERVICESETTINGS_ENABLEPOSTICONOVERRIDE: 'true',
  })
  await product.start()
}

async function logIn(address: string, name: string): Promise<Client4> {
  const client = new Client4()
  client.setUrl(address)
  await client.login(name, password)
  return client
}

const CODE = `Look at this:
\`\`\`ts
export function tide(hour: number): string {
  // High water comes twice a day.
  const isHigh = hour % 12 === 6
  return isHigh ? 'high' : 'low'
}
\`\`\`
and **tell** me`

const TABLE = `## Watches
| Watch | From | To | By |
|---|---|---|---|
| First | 20:00 | 24:00 | @ada |
| Middle | 00:00 | 04:00 | @bob |

- [x] lamps
- [ ] ropes

> A quiet sea never made a skilled sailor.`

test('messages are rich: texts, previews, programs, wishes, files, commands', {
  timeout: 600_000,
}, async () => {
  await using product = new Product()
  await using peer = new Peer()
  await peer.start()
  await startProduct(product)
  await using browser = await launchBrowser()
  const errors: string[] = []
  const ada = await openPage(browser, errors)
  await ada.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const bob = await openPage(browser, errors)
  const invitation = await foundTeam(ada, product.address)
  await bob.goto(invitation)
  await signUp(bob, 'bob')
  await composer(bob).waitFor()
  const api = await logIn(product.address, 'ada')
  const team = await api.getTeamByName('harbour-crew')
  const square = await api.getChannelByName(team.id, 'town-square')

  // Code is coloured and copied, tables scroll, formulas are set, a hostile text harms nobody.
  await write(ada, CODE)
  await message(bob, 'and tell me').locator('.hljs-keyword').first().waitFor()
  await message(ada, 'and tell me').hover()
  await message(ada, 'and tell me').getByRole('button', { name: 'Copy code' }).click()
  await message(ada, 'and tell me').getByRole('button', { name: 'Copied' }).waitFor()
  expect(await ada.evaluate('navigator.clipboard.readText()')).toContain('twice a day')
  await write(ada, TABLE)
  await message(bob, 'Watches').getByRole('heading', { name: 'Watches' }).waitFor()
  expect(await message(bob, 'Watches').getByRole('checkbox').count()).toBe(2)
  await write(ada, 'The tide is $h(t) = a \\cos(\\omega t)$ and costs $5 or $6')
  await message(bob, 'The tide is').locator('.katex').first().waitFor()
  await api.createPost({ channel_id: square.id, message: '*a_'.repeat(5_000) } as never)
  await api.createPost({ channel_id: square.id, message: '> - '.repeat(4_000) } as never)
  await write(ada, 'after the flood')
  await message(bob, 'after the flood').waitFor()
  await api.deletePost((await newestPosts(api, square.id, '*a_'))[0] ?? '')
  await api.deletePost((await newestPosts(api, square.id, '> - '))[0] ?? '')
  await expectAccessible(bob, 'texts')

  // Formatting by keys and buttons, and a look at what it becomes.
  await composer(ada).fill('mind the gap')
  await composer(ada).press('Control+a')
  await composer(ada).press('Control+b')
  expect(await composer(ada).inputValue()).toBe('**mind the gap**')
  await ada.getByRole('toolbar', { name: 'Formatting' }).getByLabel('Quote').click()
  expect(await composer(ada).inputValue()).toBe('> **mind the gap**')
  await ada.getByRole('button', { name: 'Preview' }).click()
  await ada.locator('form strong').getByText('mind the gap').waitFor()
  await expectAccessible(ada, 'composer')
  await ada.getByRole('button', { name: 'Back to writing' }).click()
  await composer(ada).press('Control+z')
  await composer(ada).fill('')

  // Commands are completed, run, and unknown ones can be sent all the same.
  await composer(ada).pressSequentially('/shr')
  await ada.getByRole('option', { name: /shrug/ }).waitFor()
  await composer(ada).press('Enter')
  await composer(ada).pressSequentially('who knows')
  await composer(ada).press('Enter')
  await message(bob, 'who knows').waitFor()
  await write(ada, '/help')
  const whisper = channel(ada).getByRole('article', { name: /Only visible to you/ })
  await whisper.waitFor()
  expect(await channel(bob).getByText('List the commands').count()).toBe(0)
  await whisper.getByRole('button', { name: 'Dismiss' }).click()
  await whisper.waitFor({ state: 'detached' })
  await write(ada, '/usr/bin is full')
  await ada.getByRole('button', { name: 'Send as message' }).click()
  await message(bob, '/usr/bin is full').waitFor()

  // A program speaks under a name of its own; its button changes the message.
  const hook = await api.createIncomingWebhook({ channel_id: square.id } as never)
  peer.answers.set('lights', () => ({
    update: { message: 'The lights are **on**.', props: {} },
    ephemeral_text: 'You have switched them.',
  }))
  await postBy(product.address, hook.id, {
    username: 'Harbour Light',
    icon_emoji: ':bulb:',
    text: 'The lights are off.',
    attachments: [
      {
        color: 'warning',
        title: 'Pier 3',
        text: 'Somebody should *switch them on*.',
        fields: [
          { title: 'Since', value: '19:40', short: true },
          { title: 'Lamps', value: 12, short: true },
        ],
        footer: 'lamp watch',
        actions: [
          { name: 'Switch on', style: 'primary', integration: { url: peer.urlOf('lights') } },
          {
            name: 'Report',
            integration: { url: peer.urlOf('report') },
          },
          {
            name: 'Who goes?',
            type: 'select',
            data_source: 'users',
            integration: { url: peer.urlOf('goes') },
          },
        ],
      },
    ],
  })
  await message(bob, 'Pier 3').getByRole('button', { name: 'Harbour Light' }).waitFor()
  await message(bob, 'Pier 3').getByText('Bot', { exact: true }).waitFor()
  await expectAccessible(bob, 'attachment')
  await message(bob, 'Pier 3').getByRole('combobox', { name: 'Who goes?' }).fill('ad')
  await bob.getByRole('option', { name: 'ada' }).click()
  await expect.poll(() => peer.calls.find((call) => call.path === 'goes')).toBeTruthy()

  // Another button opens a form: what is wrong is said, what is right reaches the program.
  peer.answers.set('report', async (call) => {
    await fetch(`${product.address}/api/v4/actions/dialogs/open`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        trigger_id: call.trigger_id,
        url: peer.urlOf('form'),
        dialog: reportForm,
      }),
    })
    return {}
  })
  peer.answers.set('form', ({ submission }) =>
    (submission as { lamps: number }).lamps > 12 ? { errors: { lamps: 'There are only 12.' } } : {},
  )
  await message(bob, 'Pier 3').getByRole('button', { name: 'Report' }).click()
  const form = bob.getByRole('dialog', { name: 'Broken lamps' })
  await form.getByLabel('Lamps').fill('99')
  await form.getByRole('button', { name: 'Tell them' }).click()
  await form.getByText('This is needed.').first().waitFor()
  await form.getByLabel('Where').fill('at the far end')
  await form.getByRole('combobox', { name: 'Whom to tell' }).fill('bo')
  await bob.getByRole('option', { name: 'bob' }).click()
  await form.getByRole('radio', { name: 'Tonight' }).check()
  await form.getByRole('checkbox', { name: /Dangerous/ }).check()
  await form.getByLabel('Repaired by').fill('2031-05-04')
  await expectAccessible(bob, 'form')
  await form.getByRole('button', { name: 'Tell them' }).click()
  await form.getByText('There are only 12.').waitFor()
  await form.getByLabel('Lamps').fill('3')
  await form.getByRole('button', { name: 'Tell them' }).click()
  await form.waitFor({ state: 'detached' })
  const me = await (await logIn(product.address, 'bob')).getMe()
  expect(peer.calls.at(-1)).toMatchObject({
    type: 'dialog_submission',
    callback_id: 'lamps',
    state: 'pier 3',
    submission: {
      lamps: 3,
      where: 'at the far end',
      whom: me.id,
      when: 'tonight',
      danger: true,
      by: '2031-05-04',
    },
  })
  await message(bob, 'Pier 3').getByRole('button', { name: 'Switch on' }).click()
  await message(ada, 'The lights are on.').waitFor()
  await channel(bob).getByText('You have switched them.').waitFor()

  // An urgent message asks for acknowledgement.
  await ada.getByRole('button', { name: 'Priority and more' }).click()
  await ada.getByRole('radio', { name: 'Urgent' }).check()
  await ada.getByRole('checkbox', { name: /Ask for acknowledgement/ }).check()
  await expectAccessible(ada, 'priority')
  await ada.getByRole('button', { name: 'Apply' }).click()
  await write(ada, 'Storm from the west!')
  await message(bob, 'Storm from the west!').getByText('Urgent').waitFor()
  await message(bob, 'Storm').getByRole('button', { name: 'Acknowledge' }).click()
  await message(bob, 'Storm').getByRole('button', { name: 'Acknowledged' }).waitFor()
  await message(ada, 'Storm').getByRole('button', { name: '1 acknowledgement' }).click()
  await ada.getByRole('dialog', { name: 'Acknowledged by' }).getByText('bob').waitFor()
  await ada.keyboard.press('Escape')

  // A message that burns is covered, opened once, and gone.
  await ada.getByRole('button', { name: 'Priority and more' }).click()
  await ada.getByRole('checkbox', { name: /Burn on read/ }).check()
  await ada.getByRole('button', { name: 'Apply' }).click()
  await write(ada, 'The gate code is 4711')
  await message(ada, 'The gate code is 4711').getByText('Nobody has opened it yet').waitFor()
  const cover = channel(bob).getByRole('button', { name: /Show message/ })
  await cover.waitFor()
  expect(await channel(bob).getByText('4711').count()).toBe(0)
  await expectAccessible(bob, 'covered')
  await cover.click()
  await message(bob, 'The gate code is 4711').getByRole('timer').waitFor()
  await message(ada, '4711').getByText('Opened by 1 person').waitFor()
  await message(bob, '4711').getByRole('button', { name: 'Burn now' }).click()
  await bob.getByRole('dialog').getByRole('button', { name: 'Burn', exact: true }).click()
  await message(bob, '4711').waitFor({ state: 'detached' })

  // What a message's menu offers: saved, pinned, reminded of, forwarded.
  await openMenu(ada, 'Storm from the west!')
  await expectAccessible(ada, 'menu')
  await ada.getByRole('menuitem', { name: 'Save for later' }).click()
  await message(ada, 'Storm').getByText('Saved').waitFor()
  await openMenu(ada, 'Storm from the west!')
  await ada.getByRole('menuitem', { name: 'Pin to channel' }).click()
  await message(bob, 'Storm').getByText('Pinned').waitFor()
  await openMenu(ada, 'Storm from the west!')
  await ada.getByRole('menuitem', { name: 'Remind me' }).click()
  await ada.getByRole('menuitem', { name: 'In 30 minutes' }).click()
  await ada.getByText(/You will be reminded:/).waitFor()
  await openMenu(ada, 'Storm from the west!')
  await ada.getByRole('menuitem', { name: 'Forward' }).click()
  const forward = ada.getByRole('dialog', { name: 'Forward message' })
  await forward.getByRole('combobox', { name: 'To' }).fill('off')
  await ada.getByRole('option', { name: 'Off-Topic' }).click()
  await forward.getByLabel('Comment').fill('for the record')
  await expectAccessible(ada, 'forward')
  await forward.getByRole('button', { name: 'Forward' }).click()
  await bob.getByRole('link', { name: /Off-Topic/ }).click()
  const aside = bob.getByRole('log', { name: 'Messages in Off-Topic' })
  await aside.getByText('for the record').waitFor()
  await aside.locator('blockquote').getByText('Storm from the west!').waitFor()
  await aside.getByRole('link', { name: 'Open message' }).click()
  await message(bob, 'Storm from the west!').waitFor()
  await bob
    .getByRole('link', { name: /Town Square/ })
    .first()
    .click()
  await composer(bob).waitFor()

  // A message can be sent later.
  await composer(ada).fill('Good morning!')
  await ada.getByRole('button', { name: 'Send later' }).click()
  await ada.getByRole('menuitem', { name: /Tomorrow/ }).click()
  await ada.getByText(/A message is scheduled/).waitFor()
  expect(await composer(ada).inputValue()).toBe('')
  await expectAccessible(ada, 'scheduled')

  // Files are looked at without leaving the page.
  const choosing = ada.waitForEvent('filechooser')
  await ada.getByRole('button', { name: 'Attach files' }).click()
  await (await choosing).setFiles([
    { name: 'dawn.png', mimeType: 'image/png', buffer: makePng(640, 400, [222, 142, 96]) },
    { name: 'dusk.png', mimeType: 'image/png', buffer: makePng(640, 400, [64, 82, 122]) },
    {
      name: 'tides.py',
      mimeType: 'text/x-python',
      buffer: Buffer.from('def tide(hour):\n    return hour % 12 == 6\n'),
    },
    { name: 'chart.pdf', mimeType: 'application/pdf', buffer: pdf },
  ])
  await ada.getByRole('button', { name: 'Remove chart.pdf' }).waitFor()
  await ada.getByRole('button', { name: 'Send message' }).click()
  await bob.getByRole('img', { name: 'dawn.png' }).click()
  const viewer = (name: string) => bob.getByRole('dialog', { name: `Preview of ${name}` })
  await viewer('dawn.png').getByRole('button', { name: 'Zoom in' }).click()
  await expectAccessible(bob, 'viewer')
  await bob.keyboard.press('ArrowRight')
  await viewer('dusk.png').waitFor()
  await bob.keyboard.press('ArrowRight')
  await viewer('tides.py').locator('.hljs-keyword').first().waitFor()
  await expectAccessible(bob, 'viewer-text')
  await bob.keyboard.press('ArrowRight')
  await viewer('chart.pdf').waitFor()
  await bob.keyboard.press('Escape')
  await viewer('chart.pdf').waitFor({ state: 'detached' })

  // An emoji of the workspace's own, in texts, in the picker, as a reaction, in completion.
  await addEmoji(api, 'lighthouse', makePng(64, 64, [13, 105, 85]))
  await write(ada, 'Watch the :lighthouse: and the :helicopter: and :wave_dark_skin_tone:')
  await message(bob, 'Watch the').getByRole('img', { name: 'lighthouse' }).waitFor()
  await message(bob, 'Watch the').getByRole('img', { name: 'helicopter' }).waitFor()
  await message(bob, 'Watch the').hover()
  await message(bob, 'Watch the').getByRole('button', { name: 'Add reaction' }).click()
  await bob.getByRole('searchbox', { name: 'Search emoji' }).fill('lightho')
  await bob.getByRole('button', { name: 'lighthouse' }).first().waitFor()
  await expectAccessible(bob, 'emoji')
  await bob.keyboard.press('Enter')
  await ada.getByRole('button', { name: 'lighthouse, given by bob' }).waitFor()
  await composer(bob).pressSequentially('By the :lighth')
  await bob.getByRole('option', { name: ':lighthouse:' }).click()
  expect(await composer(bob).inputValue()).toBe('By the :lighthouse: ')
  await composer(bob).fill('')

  // Calling everybody is asked about first, once they are many.
  for (const name of ['carla', 'dirk', 'emil', 'fenja', 'gesa', 'hein']) {
    const user = await api.createUser(
      { username: name, email: `${name}@example.org`, password } as never,
      '',
      '',
    )
    await api.addToTeam(team.id, user.id)
  }
  await message(bob, '@hein').waitFor()
  await write(ada, 'All hands, @channel!')
  await ada.getByRole('dialog', { name: 'Notify everybody?' }).getByText('7 people').waitFor()
  await ada.getByRole('button', { name: 'Send', exact: true }).click()
  await message(bob, 'All hands').waitFor()

  // The room is told before it is too late.
  await composer(ada).fill('x'.repeat(16_000))
  await ada.getByText('383 characters left').waitFor()
  await composer(ada).fill('')
  await ada.setViewportSize({ width: 360, height: 740 })
  await expectAccessible(ada, 'narrow')
  expect(await ada.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  expect(errors).toEqual([])
})

/** Ids of posts that begin like this. */
async function newestPosts(api: Client4, channelId: string, start: string): Promise<string[]> {
  const { posts } = await api.getPosts(channelId)
  return Object.values(posts)
    .filter((post) => post.message.startsWith(start))
    .map((post) => post.id)
}

async function postBy(address: string, hookId: string, body: unknown): Promise<void> {
  const answer = await fetch(`${address}/hooks/${hookId}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
}

async function addEmoji(api: Client4, name: string, picture: Buffer): Promise<void> {
  const me = await api.getMe()
  const file = new File([new Uint8Array(picture)], `${name}.png`, { type: 'image/png' })
  await api.createCustomEmoji({ name, creator_id: me.id } as never, file)
}

const reportForm = {
  callback_id: 'lamps',
  title: 'Broken lamps',
  introduction_text: 'Thank you for **telling** us.',
  submit_label: 'Tell them',
  state: 'pier 3',
  elements: [
    { display_name: 'Lamps', name: 'lamps', type: 'text', subtype: 'number' },
    { display_name: 'Where', name: 'where', type: 'textarea', max_length: 200 },
    { display_name: 'Whom to tell', name: 'whom', type: 'select', data_source: 'users' },
    {
      display_name: 'When',
      name: 'when',
      type: 'radio',
      options: [
        { text: 'Tonight', value: 'tonight' },
        { text: 'Tomorrow', value: 'tomorrow' },
      ],
    },
    { display_name: 'Dangerous', name: 'danger', type: 'bool', placeholder: 'Keep off' },
    { display_name: 'Repaired by', name: 'by', type: 'date', optional: true },
    {
      display_name: 'Ways',
      name: 'ways',
      type: 'select',
      multiselect: true,
      optional: true,
      options: [
        { text: 'By boat', value: 'boat' },
        { text: 'On foot', value: 'foot' },
      ],
    },
  ],
}
