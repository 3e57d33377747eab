import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { foundTeam, openPage, password } from './people.ts'
import { Product } from './product.ts'

const root = path.resolve(import.meta.dirname, '..')

const SWITCH_MS = 100
const SWITCH_RATIO = 3
const SWITCHES = 20
const FRAME_MS = 100
/** What a post may take with all that hangs on it. */
const BYTES_PER_POST = 8 * 1024
/** How long messages rain down; `npm run test:full` lets it rain for a minute. */
const RAIN_SECONDS = process.env.REDOUBT_TEST_FULL ? 60 : 15
const RAIN_PER_SECOND = 50

/** Somebody who writes through the API. */
class Writer {
  readonly #address: string
  #token = ''

  constructor(address: string) {
    this.#address = address
  }

  async signUp(username: string, inviteId: string): Promise<void> {
    const account = { username, email: `${username}@example.org`, password }
    await this.#call('POST', `users?iid=${inviteId}`, account)
    const reply = await this.#call('POST', 'users/login', { login_id: username, password })
    this.#token = reply.headers.get('token') ?? ''
  }

  async channelId(name: string): Promise<string> {
    const reply = await this.#call('GET', `teams/name/harbour-crew/channels/name/${name}`)
    const channel = (await reply.json()) as { id: string }
    return channel.id
  }

  async post(channel_id: string, message: string): Promise<void> {
    await this.#call('POST', 'posts', { channel_id, message })
  }

  /** Writes so many messages, several at a time. */
  async fill(channelId: string, count: number): Promise<void> {
    let next = 0
    const work = async () => {
      while (next < count) {
        next += 1
        await this.post(channelId, textOf(next))
      }
    }
    await Promise.all(Array.from({ length: 16 }, work))
  }

  /** Writes at a steady pace, then a last message. */
  async rain(channelId: string, seconds: number, perSecond: number): Promise<void> {
    const started = performance.now()
    const sent: Promise<void>[] = []
    for (let index = 0; index < seconds * perSecond; index += 1) {
      const dueInMs = started + (index * 1_000) / perSecond - performance.now()
      if (dueInMs > 0) await new Promise((resolve) => setTimeout(resolve, dueInMs))
      sent.push(this.post(channelId, textOf(index)))
    }
    await Promise.all(sent)
    await this.post(channelId, 'the rain is over')
  }

  async #call(method: string, route: string, body?: unknown): Promise<Response> {
    const reply = await fetch(`${this.#address}/api/v4/${route}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...(this.#token && { Authorization: `Bearer ${this.#token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!reply.ok) throw new Error(`${method} ${route}: ${reply.status} ${await reply.text()}`)
    return reply
  }
}

/** Bob, who has come by the link. */
async function openWriter(product: Product, link: string): Promise<Writer> {
  const invite_id = new URL(link).searchParams.get('id') ?? ''
  const writer = new Writer(product.address)
  await writer.signUp('bob', invite_id)
  return writer
}

/** Messages as people write them: some short, some with markup. */
function textOf(index: number): string {
  const kinds = [
    `Message ${index}`,
    `Message ${index}: the **tide** turns at noon, see \`tides.csv\``,
    `Message ${index}: a longer one, about the lamp, the pier and the weather of the day before. `.repeat(
      2,
    ),
    `Message ${index} for @ada :tada:\n\n- one\n- two`,
  ]
  return kinds[index % kinds.length] ?? ''
}

/** The middle one of some measurements. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Scrolls up until the beginning of the channel is reached: then all of it is cached. */
async function loadAll(page: Page, beginning: string): Promise<void> {
  const log = page.getByRole('log')
  for (let turn = 0; turn < 2_000; turn += 1) {
    if ((await page.getByText(beginning).count()) > 0) return
    await log.evaluate((element) => {
      element.scrollTop = 0
    })
    await page.waitForTimeout(10)
  }
  throw new Error(`The beginning was not reached: ${beginning}`)
}

/** In a page: the milliseconds from a press to the frame that shows what it leads to. */
const PRESS = `(async (element) => {
  const started = performance.now()
  element.click()
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  return performance.now() - started
})`

/** By the clock, and what the page's main thread had to do; the latter is the same on a busy machine. */
type Press = { wallMs: number; cpuMs: number }

async function openPress(page: Page): Promise<(element: string) => Promise<Press>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const spentMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
  return async (element) => {
    const before = await spentMs()
    const wallMs = await page.evaluate<number>(`${PRESS}(${element})`)
    return { wallMs, cpuMs: (await spentMs()) - before }
  }
}

const linkTo = (channel: string) =>
  `[...document.querySelectorAll('a')].find((one) => one.textContent.includes('${channel}'))`

/** In a page: what its main pane consists of, element by element. */
const READ_TREE = `(() => {
  const read = (element) => ({
    tag: element.localName,
    attributes: Object.fromEntries([...element.attributes]
      .filter(({ name }) => name !== 'style')
      .map(({ name, value }) => [name === 'class' ? 'className' : name, value])),
    style: Object.fromEntries([...element.style].map((name) => [
      name.replace(/-(.)/g, (_, letter) => letter.toUpperCase()),
      element.style.getPropertyValue(name),
    ])),
    children: [...element.childNodes].map((child) =>
      child.nodeType === Node.TEXT_NODE ? child.data : read(child)),
  })
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
  return {
    tree: read(document.querySelector('main')),
    styles: rules.map((rule) => rule.cssText).join(''),
  }
})()`

/**
 * A page of React without a product: at each press it draws anew the elements that another page
 * consists of. Nothing that shows as much with React can be faster.
 */
async function openBarePage(browser: Browser, shown: Page, address: string): Promise<Page> {
  const { tree, styles } = await shown.evaluate<{ tree: unknown; styles: string }>(READ_TREE)
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  // A page of the same origin, so that it has the same fonts.
  await page.goto(`${address}/robots.txt`)
  await page.addStyleTag({ content: styles })
  await page.addScriptTag({ content: bareReact(tree) })
  return page
}

/** What the page holds in memory after everything unneeded is gone. */
async function memoryOf(page: Page): Promise<{ heapBytes: number; elements: number }> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return {
    heapBytes: usedSize,
    elements: await page.evaluate<number>('document.querySelectorAll("*").length'),
  }
}

type TraceEvent = {
  name: string
  pid: number
  tid: number
  /** Microseconds of the processor, not of the clock. */
  tdur?: number
  args: { name?: string }
}

/** Does something, and tells of each task of pages' main threads how many milliseconds it computed. */
async function tasksDuring(browser: Browser, work: () => Promise<void>): Promise<number[]> {
  const session = await browser.newBrowserCDPSession()
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]))
  })
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel'] } })
  await work()
  const complete = new Promise<unknown>((resolve) =>
    session.once('Tracing.tracingComplete', resolve),
  )
  await session.send('Tracing.end')
  await complete
  await session.detach()
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const mainThreads = new Set(
    events.filter((event) => event.args.name === 'CrRendererMain').map(threadOf),
  )
  return events
    .filter((event) => event.tdur !== undefined && mainThreads.has(threadOf(event)))
    .map((event) => (event.tdur ?? 0) / 1_000)
}

/** A script with React itself and one component. */
function bareReact(tree: unknown): string {
  const files = {
    scheduler: 'scheduler/cjs/scheduler.production.js',
    react: 'react/cjs/react.production.js',
    'react-dom': 'react-dom/cjs/react-dom.production.js',
    'react-dom/client': 'react-dom/cjs/react-dom-client.production.js',
  }
  const modules = Object.entries(files).map(
    ([name, file]) =>
      `${JSON.stringify(name)}: (exports, require) => {${readFileSync(path.join(root, 'node_modules', file), 'utf8')}}`,
  )
  return `(() => {
    const process = { env: { NODE_ENV: 'production' } }
    const modules = { ${modules.join(',')} }
    const loaded = {}
    const load = (name) => {
      if (!loaded[name]) modules[name]((loaded[name] = {}), load)
      return loaded[name]
    }
    const { createElement, useState } = load('react')
    const toElement = (node, key) => typeof node === 'string' ? node : createElement(
      node.tag,
      { ...node.attributes, style: node.style, key },
      ...node.children.map(toElement),
    )
    const Page = () => {
      const [turn, setTurn] = useState(0)
      return createElement('div', { style: { display: 'flex', blockSize: '760px' } },
        createElement('button', { id: 'press', onClick: () => setTurn(turn + 1) }, 'Next'),
        createElement('div', { key: turn, style: { display: 'flex', flex: 1 } },
          toElement(${JSON.stringify(tree)}, turn)))
    }
    const root = document.body.appendChild(document.createElement('div'))
    load('react-dom/client').createRoot(root).render(createElement(Page))
  })()`
}

test('channels change quickly, a rain of messages drops no frame, long channels take bounded memory', {
  timeout: 600_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const ada = await openPage(browser, errors)
  const bob = await openWriter(product, await foundTeam(ada, product.address))
  const [townSquare, offTopic] = await Promise.all(
    ['town-square', 'off-topic'].map((name) => bob.channelId(name)),
  )
  await Promise.all([bob.fill(townSquare ?? '', 1_000), bob.fill(offTopic ?? '', 1_000)])

  // Two channels of a thousand messages, both read to their beginning.
  await ada.reload()
  await loadAll(ada, 'This is the beginning of Town Square')
  await ada.getByRole('link', { name: /^Off-Topic/ }).click()
  await loadAll(ada, 'This is the beginning of Off-Topic')
  const press = await openPress(ada)
  await press(linkTo('Town Square'))
  await ada.getByRole('button', { name: 'Newest messages' }).waitFor({ state: 'detached' })
  await ada.waitForTimeout(300)
  const bare = await openBarePage(browser, ada, product.address)
  const pressBare = await openPress(bare)
  const presses: Press[] = []
  const floors: Press[] = []
  for (let turn = 0; turn < SWITCHES; turn += 1) {
    const channel = turn % 2 ? 'Off-Topic' : 'Town Square'
    presses.push(await press(linkTo(channel)))
    const shown = ada.locator(`[aria-label="Messages in ${channel}"] article`)
    expect(await shown.count(), channel).toBeGreaterThan(5)
    floors.push(await pressBare("document.querySelector('#press')"))
    await ada.waitForTimeout(100)
  }
  await bare.close()
  const wallMs = median(presses.map((one) => one.wallMs))
  const cpuMs = median(presses.map((one) => one.cpuMs))
  const floorMs = median(floors.map((one) => one.cpuMs))
  expect(wallMs).toBeLessThanOrEqual(SWITCH_MS)
  expect(cpuMs / floorMs, `${cpuMs} ms over ${floorMs} ms`).toBeLessThanOrEqual(SWITCH_RATIO)

  // Fifty messages a second in the channel that is looked at.
  const tasks = await tasksDuring(browser, async () => {
    await bob.rain(offTopic ?? '', RAIN_SECONDS, RAIN_PER_SECOND)
    await ada.getByRole('article').filter({ hasText: 'the rain is over' }).waitFor()
  })
  expect(tasks.length).toBeGreaterThan(RAIN_SECONDS)
  expect(Math.max(...tasks)).toBeLessThanOrEqual(FRAME_MS)

  // Ten thousand messages, from the newest to the first and back.
  await bob.fill(offTopic ?? '', 9_000)
  await ada.reload()
  await ada.getByRole('link', { name: /^Off-Topic/ }).click()
  await ada.getByRole('article').first().waitFor()
  const before = await memoryOf(ada)
  await loadAll(ada, 'This is the beginning of Off-Topic')
  const loaded = await memoryOf(ada)
  expect(loaded.elements).toBeLessThan(before.elements + 1_000)
  expect(loaded.heapBytes - before.heapBytes).toBeLessThan(10_000 * BYTES_PER_POST)
  const log = ada.getByRole('log')
  for (let turn = 0; turn < 60; turn += 1) {
    await log.evaluate(
      (element, share) => {
        element.scrollTop = element.scrollHeight * share
      },
      (turn % 20) / 20,
    )
    await ada.waitForTimeout(20)
  }
  const scrolled = await memoryOf(ada)
  expect(scrolled.elements).toBeLessThan(before.elements + 1_000)
  expect(scrolled.heapBytes).toBeLessThan(loaded.heapBytes + 1_000 * BYTES_PER_POST)
  expect(errors).toEqual([])
})
