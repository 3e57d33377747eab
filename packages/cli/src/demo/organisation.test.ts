import type { ImportLine } from '@redoubt/wire/imports.ts'
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
      expect(message).not.toMatch(/\{\w+\}|@[a-d]\b(?!\.)|undefined/)
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

  test('only an empty workspace gets an administrator', () => {
    const isAdmin = (line: ImportLine) =>
      line.type === 'user' && line.user.roles?.includes('system_admin')
    expect(generate('small', 1, true).filter(isAdmin)).toHaveLength(1)
    expect(generate('small', 1, false).filter(isAdmin)).toHaveLength(0)
  })
})
