import type { ImportAttachment, ImportReply } from '@redoubt/wire/imports.ts'
import { drawBarChart } from './chart.ts'
import { slots } from './phrases.ts'
import { makeRandom, type Random } from './random.ts'

/** What a file is made from: the message that brings it, and what that speaks of. */
type Context = { random: Random; said: ImportReply; named: (slot: string) => string }

type Kind = {
  /** Messages that such a file goes with. */
  fits: RegExp
  name: (context: Context) => string
  content: (context: Context) => string | Buffer
}

const dayMs = 86_400_000
const minuteMs = 60_000

const kinds: readonly Kind[] = [
  {
    fits: /^\*\*Winter timetable is final/,
    name: () => 'winter-timetable.csv',
    content: ({ random }) =>
      toCsv(
        ['departure', 'from', 'to', 'ship', 'days'],
        listOf('time').map((time) => {
          const [from = '', to = ''] = random.shuffle(listOf('port'))
          const days = random.pick(['daily', 'Mon-Fri', 'Sat-Sun'])
          return [time, from, to, random.pick(listOf('ship')), days]
        }),
      ),
  },
  {
    fits: /^We carried /,
    name: ({ said }) => `passengers-${toDate(said.create_at)}.png`,
    content: ({ random }) => drawBarChart(series(random, 14, 600, 1_400)),
  },
  {
    fits: /^Fuel: /,
    name: ({ named, said }) => `fuel-${slug(named('ship'))}-${toDate(said.create_at)}.csv`,
    content: ({ random, named, said }) =>
      toCsv(
        ['date', 'ship', 'port', 'litres', 'hours_run'],
        [
          ...series(random, 9, 180, 1_450).map((litres) => [random.pick(listOf('port')), litres]),
          [named('port'), named('big').replace(',', '')],
        ].map(([port, litres], index) => [
          toDate(said.create_at - (9 - index) * 2 * dayMs),
          named('ship'),
          `${port}`,
          `${litres}`,
          `${random.between(18, 40)}`,
        ]),
      ),
  },
  {
    fits: /^Draft plan for next week/,
    name: () => 'berth-plan.csv',
    content: ({ random }) =>
      toCsv(
        ['day', 'berth', 'ship', 'from', 'until'],
        listOf('day').flatMap((day) =>
          random
            .shuffle(listOf('berth'))
            .slice(0, 4)
            .map((berth) => [day, berth, random.pick(listOf('ship')), ...twoTimes(random)]),
        ),
      ),
  },
  {
    fits: /^Passenger count of /,
    name: ({ said }) => `count-${toDate(said.create_at)}.csv`,
    content: ({ random, named }) =>
      toCsv(
        ['deck', 'passengers', 'bicycles', 'dogs'],
        split(Number(named('big').replace(',', '')), [0.1, 0.45, 0.25]).map((passengers, deck) => [
          `deck ${deck + 1}`,
          `${passengers}`,
          `${random.between(0, 25)}`,
          `${random.between(0, 6)}`,
        ]),
      ),
  },
  {
    fits: /^Release notes for /,
    name: ({ named }) => `release-${named('version')}.md`,
    content: ({ random, named }) =>
      toText([
        `# Release ${named('version')}`,
        '',
        '## For passengers',
        '- Seat search answers in half the time',
        '- The receipt shows the VAT per line',
        '',
        '## Fixed',
        ...random.shuffle(listOf('ticket')).map((ticket) => `- ${ticket}`),
        '',
        '## Back out',
        'Deploy the version before; the migrations of this one only add columns.',
      ]),
  },
  {
    fits: /^Staging is mine for an hour/,
    name: ({ named }) => `restore-${named('service')}.md`,
    content: ({ named }) =>
      toText([
        `# Runbook: restore ${named('service')}`,
        '',
        '1. Announce it in ~deployments, staging is yours for an hour',
        '2. Stop the jobs',
        '   ```',
        `   systemctl stop ${named('service')}-jobs`,
        '   ```',
        '3. Restore last night’s backup into a fresh database',
        '4. Compare the number of bookings with the report of that day',
        '5. Start the jobs, write down how long it took',
        '',
        '| step | allowed minutes |',
        '| --- | --- |',
        '| download | 5 |',
        '| restore | 20 |',
        '| checks | 10 |',
      ]),
  },
  {
    fits: /^Rolling `/,
    name: ({ named }) => `${named('service')}-p95.png`,
    content: ({ random }) =>
      drawBarChart([...series(random, 16, 80, 110), ...series(random, 8, 170, 260)]),
  },
  {
    fits: /^:rotating_light: /,
    name: ({ named }) => `${named('service')}.log`,
    content: ({ random, named, said }) =>
      toLog(random, said.create_at, [
        `INFO  ${named('service')} pool connections=40 waiting=0`,
        `WARN  ${named('service')} pool connections=40 waiting=17`,
        `ERROR ${named('service')} acquire timed out after 5000 ms`,
        `ERROR ${named('service')} answered 503 on /v2/tickets/scan`,
      ]),
  },
  {
    fits: /^Payments by card fail /,
    name: ({ said }) => `payments-${toDate(said.create_at)}.log`,
    content: ({ random, said }) =>
      toLog(random, said.create_at, [
        'INFO  payments authorised method=card',
        'INFO  payments authorised method=invoice',
        'ERROR payments provider answered 502 method=card attempt=1',
        'ERROR payments provider timed out method=card attempt=2',
      ]),
  },
  {
    fits: /^The tests of `/,
    name: () => 'test-minutes.png',
    content: ({ random }) =>
      drawBarChart(series(random, 20, 1, 40).sort((one, other) => other - one)),
  },
  {
    fits: /^Numbers for the new seat map/,
    name: () => 'aborted-bookings.png',
    content: ({ random }) =>
      drawBarChart([...series(random, 9, 70, 95), ...series(random, 9, 40, 60)]),
  },
  {
    fits: /^Dependency report: /,
    name: ({ said }) => `dependencies-${toDate(said.create_at)}.csv`,
    content: ({ random, named }) =>
      toCsv(
        ['service', 'package', 'from', 'to', 'urgent'],
        listOf('service').map((service) => [
          service,
          random.pick(['http-router', 'pg-client', 'pdf-writer', 'qr-code', 'date-tools']),
          `${random.between(1, 4)}.${random.between(0, 9)}.0`,
          `${random.between(5, 8)}.0.${random.between(0, 9)}`,
          service === named('service') ? 'yes' : 'no',
        ]),
      ),
  },
  {
    fits: /^Draft budget for next season/,
    name: () => 'budget-draft.csv',
    content: ({ random }) =>
      toCsv(
        ['line', 'this_season', 'next_season'],
        ['fuel', 'crew', 'harbour dues', 'maintenance', 'IT', 'marketing'].map((line) => {
          const now = random.between(80, 900)
          return [line, `${now}000`, `${now + random.between(-20, 60)}000`]
        }),
      ),
  },
  {
    fits: /^Hand-over: all quiet/,
    name: ({ said }) => `hand-over-${toDate(said.create_at)}.md`,
    content: ({ random, named }) =>
      toText([
        `# Hand-over ${named('port')}`,
        '',
        `- [x] ${named('ship')} on berth ${named('berth')}, shore power connected`,
        '- [x] Radio checked on both channels',
        `- [ ] Technician for the lift, expected ${named('time')}`,
        `- [ ] ${random.between(1, 5)} lost items to the desk`,
      ]),
  },
  {
    fits: /^Safety walk at /,
    name: ({ named }) => `safety-walk-${slug(named('port'))}.txt`,
    content: ({ named }) =>
      toText([
        `Safety walk, ${named('port')}`,
        '',
        'Lights          2 to replace',
        'Railings        1 loose, taped off',
        'Life rings      in order',
        'Extinguishers   in order',
        'Ramps           in order',
      ]),
  },
]

/**
 * Gives at most `count` messages a file that fits what they say: one of each kind before any kind
 * comes again. The same messages and seed give the same files.
 */
export function attachFiles(messages: readonly ImportReply[], count: number, seed: number): void {
  const random = makeRandom(seed)
  const fitting = kinds.map((kind) => ({
    kind,
    messages: random.shuffle(messages.filter(({ message }) => kind.fits.test(message))),
  }))
  const rounds = Math.max(...fitting.map((one) => one.messages.length))
  const inTurns = Array.from({ length: rounds }, (_, round) =>
    random.shuffle(fitting).flatMap(({ kind, messages: own }) => {
      const said = own[round]
      return said ? [{ kind, said }] : []
    }),
  ).flat()
  for (const { kind, said } of inTurns.slice(0, count)) {
    said.attachments = [toAttachment(kind, { random, said, named: namesIn(said.message, random) })]
  }
}

function toAttachment(kind: Kind, context: Context): ImportAttachment {
  const data = Buffer.from(kind.content(context)).toString('base64')
  return { path: kind.name(context), data }
}

/** What the message names of a slot; where it names nothing, the file sticks to one pick. */
function namesIn(message: string, random: Random): Context['named'] {
  const known = new Map<string, string>()
  return (slot) => {
    const mentioned = listOf(slot).find((value) => isNamedIn(message, value))
    const value = known.get(slot) ?? mentioned ?? random.pick(listOf(slot))
    known.set(slot, value)
    return value
  }
}

/** Berth 1 is not named by the time 14:10. */
function isNamedIn(message: string, value: string): boolean {
  return new RegExp(`(?<![\\w:.,])${value}(?!\\w|[:.,]\\d)`).test(message)
}

function listOf(slot: string): readonly string[] {
  return slots[slot] ?? []
}

/** Numbers that wander between two bounds. */
function series(random: Random, length: number, from: number, to: number): number[] {
  return Array.from({ length }, () => random.between(from, to))
}

/** A number in parts: these shares of it, and the rest. */
function split(total: number, shares: readonly number[]): number[] {
  const parts = shares.map((share) => Math.floor(total * share))
  return [...parts, parts.reduce((left, part) => left - part, total)]
}

function twoTimes(random: Random): string[] {
  return random.shuffle(listOf('time')).slice(0, 2).sort()
}

function toCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return toText([header, ...rows].map((row) => row.join(',')))
}

function toText(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}

/** Half an hour up to the message that brings it, in which the later events join the first ones. */
function toLog(random: Random, sentAt: number, events: readonly string[]): string {
  const lines: string[] = []
  const spanMs = 30 * minuteMs
  for (let at = sentAt - spanMs; at < sentAt; ) {
    const seen = 1 + Math.floor(((at - sentAt + spanMs) / spanMs) * events.length)
    lines.push(`${new Date(at).toISOString()} ${random.pick(events.slice(0, seen))}`)
    at += random.between(5_000, 60_000)
  }
  return toText(lines)
}

function toDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}
