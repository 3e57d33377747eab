import { systemEmojiNames } from '@redoubt/wire/system-emoji.ts'
import { describe, expect, test } from 'vitest'
import { charOf, EMOJI, findEmoji, hasTones, wordsOf } from './emoji.ts'
import { rareCharOf } from './rare-emoji.ts'

const names = EMOJI.flatMap((emoji) => emoji.names)

describe('emoji', () => {
  test('have names that the wire allows, each for one emoji only', () => {
    for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9+_-]{1,64}$/)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(EMOJI.map((emoji) => emoji.char)).size).toBe(EMOJI.length)
  })

  test('are found by any of their names', () => {
    expect(charOf('+1')).toBe('👍')
    expect(charOf('thumbsup')).toBe('👍')
    expect(charOf('no_such_emoji')).toBeUndefined()
  })

  test('are searched by the beginnings of words, exact names first', () => {
    expect(findEmoji('heart')[0]?.names).toContain('heart')
    expect(findEmoji('mark').map((emoji) => emoji.char)).toContain('✅')
    expect(findEmoji(':tada:')).toHaveLength(1)
    expect(findEmoji('-1')[0]?.char).toBe('👎')
    expect(findEmoji('xyz')).toEqual([])
    expect(findEmoji(' ')).toHaveLength(EMOJI.length)
  })

  test('of people come in skin tones', () => {
    expect(charOf('wave_medium_light_skin_tone')).toBe('👋🏼')
    expect(charOf('+1_dark_skin_tone')).toBe('👍🏿')
    expect(charOf('tada_dark_skin_tone')).toBeUndefined()
    expect(charOf('dark_skin_tone')).toBeUndefined()
    expect([hasTones('wave'), hasTones('tada'), hasTones('none')]).toEqual([true, false, false])
  })

  test('are all known that the server knows, common or rare', () => {
    const strange = [...systemEmojiNames].filter((name) => !charOf(name) && !rareCharOf(name))
    expect(strange.filter((name) => !name.startsWith('skin-tone-'))).toEqual([])
    expect(rareCharOf('flag-de')).toBe('🇩🇪')
    expect(rareCharOf('female-doctor_medium_skin_tone')).toBe('👩🏽\u{200d}⚕️')
    expect(rareCharOf('no_such_emoji')).toBeUndefined()
  })

  test('are told in words', () => {
    expect(wordsOf('white_check_mark')).toBe('white check mark')
    expect(wordsOf('+1')).toBe('+1')
  })
})
