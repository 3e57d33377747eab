import { inflateSync } from 'node:zlib'
import type { ImportAttachment, ImportLine } from '@redoubt/wire/imports.ts'
import { describe, expect, test } from 'vitest'
import { generateOrganisation, type Size } from './organisation.ts'

const now = Date.UTC(2026, 2, 4, 15)

function generate(size: Size, seed = 1, hasAdministrator = true): ImportLine[] {
  const options = { seed, size, now, password: 'correct-horse', hasAdministrator }
  return [...generateOrganisation(options)]
}

function messagesOf(lines: ImportLine[]) {
  return lines.flatMap((line) => {
    if (line.type === 'post') return [line.post, ...(line.post.replies ?? [])]
    return line.type === 'direct_post'
      ? [line.direct_post, ...(line.direct_post.replies ?? [])]
      : []
  })
}

function filesIn(attachments: unknown[] = []) {
  return (attachments as Required<ImportAttachment>[]).map(({ path, data }) => ({
    path,
    content: Buffer.from(data, 'base64'),
  }))
}

function filesOf(lines: ImportLine[]) {
  return messagesOf(lines).flatMap(({ attachments }) => filesIn(attachments))
}

/** The size in the header, once each row of pixels has been found. */
function readPng(png: Buffer) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const at = png.indexOf('IDAT')
  const pixels = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
  expect(png.toString('latin1', 1, 4)).toBe('PNG')
  expect(pixels).toHaveLength(height * (width + 1))
  return { width, height }
}

describe('generateOrganisation', () => {
  test('the same seed makes the same lines, another one makes others', () => {
    expect(generate('small', 7)).toEqual(generate('small', 7))
    expect(generate('small', 7)).not.toEqual(generate('small', 8))
  })

  test.each([
    ['small', 12, 400],
    ['medium', 120, 10_000],
  ] as const)('%s has %i people and about %i messages', (size, people, posts) => {
    const lines = generate(size)
    const users = lines.flatMap((line) => (line.type === 'user' ? line.user : []))
    expect(users).toHaveLength(people)
    expect(new Set(users.map((user) => user.username)).size).toBe(people)
    const messages = messagesOf(lines)
    expect(messages.length).toBeGreaterThanOrEqual(posts)
    expect(messages.length).toBeLessThan(posts * 1.05)
  })

  test('what is said reads finished, lies in the past and mostly in working hours', () => {
    const messages = messagesOf(generate('medium'))
    for (const { message, create_at, reactions = [] } of messages) {
      expect(message).not.toMatch(/\{\w+\}|@[a-d]\b(?!\.\w)|undefined/)
      expect(create_at).toBeLessThanOrEqual(now)
      for (const reaction of reactions) expect(reaction.create_at).toBeGreaterThanOrEqual(create_at)
    }
    const atWork = messages.filter(({ create_at }) => {
      const date = new Date(create_at)
      const isWeekday = ![0, 6].includes(date.getUTCDay())
      return isWeekday && date.getUTCHours() >= 7 && date.getUTCHours() < 19
    })
    expect(atWork.length / messages.length).toBeGreaterThan(0.7)
    const said = messages.map(({ message }) => message).join('\n')
    for (const kind of ['```', '\n- ', '@', '~it-help', '**']) expect(said).toContain(kind)
  })

  test.each([
    ['small', 12],
    ['medium', 60],
  ] as const)('%s has %i files that fit what is said', (size, count) => {
    const files = filesOf(generate(size))
    expect(files).toHaveLength(count)
    expect(new Set(files.map(({ path }) => path.split('.').at(-1)))).toEqual(
      new Set(['csv', 'log', 'md', 'png', 'txt']),
    )
    for (const { path, content } of files) {
      expect(path).toMatch(/^[\w.-]+$/)
      expect(content.length).toBeLessThan(16_384)
      if (path.endsWith('.png')) expect(readPng(content)).toEqual({ width: 640, height: 320 })
      else expect(content.toString()).not.toMatch(/undefined|NaN|\{\w+\}/)
      if (path.endsWith('.csv')) {
        const columns = content
          .toString()
          .trim()
          .split('\n')
          .map((row) => row.split(',').length)
        expect(columns.length).toBeGreaterThan(3)
        expect(new Set(columns).size).toBe(1)
      }
    }
  })

  test('a file speaks of what its message does', () => {
    const fuel = messagesOf(generate('medium')).filter(
      ({ message, attachments }) => message.startsWith('Fuel: ') && attachments,
    )
    expect(fuel).not.toEqual([])
    for (const said of fuel) {
      const [, ship = '', litres = '', port = ''] =
        /^Fuel: (\w+) ([\d,]+) litres, taken at ([\w ]+)/.exec(said.message) ?? []
      const [file] = filesIn(said.attachments)
      expect(file?.path).toContain(`fuel-${ship.toLowerCase()}-`)
      expect(file?.content.toString()).toContain(`,${ship},${port},${litres.replace(',', '')},`)
    }
  })

  test('only an empty workspace gets an administrator', () => {
    const isAdmin = (line: ImportLine) =>
      line.type === 'user' && line.user.roles?.includes('system_admin')
    expect(generate('small', 1, true).filter(isAdmin)).toHaveLength(1)
    expect(generate('small', 1, false).filter(isAdmin)).toHaveLength(0)
  })
})
