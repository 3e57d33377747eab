import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathWithin, safeHref } from './links.ts'

describe('links in messages', () => {
  test.each([
    'https://example.org/a?b=c#d',
    'http://localhost:8065/',
    'HTTPS://EXAMPLE.ORG',
    'mailto:ada@example.org',
  ])('%s may be followed', (address) => {
    expect(safeHref(address)).toBe(address)
  })

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://example.org/1',
    '//example.org',
    '/relative',
    '#fragment',
    '',
  ])('%j may not', (address) => {
    expect(safeHref(address)).toBe('')
  })

  test('whatever is let through has a harmless protocol', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (address) => {
        const href = safeHref(address)
        if (href !== '') expect(new URL(href).protocol).toMatch(/^(https?|mailto):$/)
      }),
    )
  })

  test('links to this site stay within the app, apart from files and calls', () => {
    const here = 'https://chat.example.org'
    expect(pathWithin(`${here}/crew/pl/p1?a=b`, here)).toBe('/crew/pl/p1?a=b')
    expect(pathWithin(`${here}/api/v4/files/f1`, here)).toBeUndefined()
    expect(pathWithin('https://example.org/crew/pl/p1', here)).toBeUndefined()
  })
})
