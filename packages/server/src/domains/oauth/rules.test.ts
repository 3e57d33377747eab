import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitsPattern, isCallback, matchesChallenge } from './rules.ts'

describe('patterns for addresses', () => {
  test('fit part by part', () => {
    const fitting = [
      ['https://a.example.org/callback', 'https://*.example.org/callback'],
      ['https://a.example.org/x/callback', 'https://a.example.org/*/callback'],
      ['https://a.example.org/x/y/z', 'https://a.example.org/**'],
      ['http://localhost:3000/callback', 'http://localhost:*/callback'],
      ['https://a.example.org/', 'https://a.example.org'],
    ]
    for (const [address = '', pattern = ''] of fitting) {
      expect(fitsPattern(address, pattern), `${address} ${pattern}`).toBe(true)
    }
    const strange = [
      ['https://a.b.example.org/callback', 'https://*.example.org/callback'],
      ['https://evil.org/.example.org/callback', 'https://*.example.org/callback'],
      ['https://evil.org#.example.org/callback', 'https://*.example.org/callback'],
      ['https://evil.org\\.example.org/callback', 'https://*.example.org/callback'],
      ['https://a@evil.org/callback', 'https://*/callback'],
      ['http://a.example.org/callback', 'https://*.example.org/callback'],
      ['https://a.example.org/x/y/callback', 'https://a.example.org/*/callback'],
      ['https://a.example.org/callback?to=evil', 'https://a.example.org/callback'],
      ['https://a.example.org:8443/', 'https://a.example.org/'],
      ['https://axexample.org/', 'https://a.example.org/'],
      ['https://a.example.org/', 'a.example.org'],
    ]
    for (const [address = '', pattern = ''] of strange) {
      expect(fitsPattern(address, pattern), `${address} ${pattern}`).toBe(false)
    }
  })

  test('never throw, and never let another host in', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.string(), (address, pattern) => {
        expect(typeof fitsPattern(address, pattern)).toBe('boolean')
        const host = URL.parse(address)?.host
        if (fitsPattern(address, 'https://*.example.org/**')) {
          expect(host).toMatch(/^[^.]+\.example\.org$/)
        }
      }),
    )
  })
})

test('callbacks are addresses that a browser can be sent to', () => {
  expect(isCallback('https://app.example.org/a?b=c')).toBe(true)
  for (const text of ['', 'app', '//evil', 'javascript:alert(1)', 'https://x/#', 'https://u@x/']) {
    expect(isCallback(text), text).toBe(false)
  }
})

test('S256 is that of RFC 7636, appendix B', () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  expect(matchesChallenge(verifier, challenge)).toBe(true)
  expect(matchesChallenge(`${verifier}x`, challenge)).toBe(false)
  expect(matchesChallenge('', challenge)).toBe(false)
})
