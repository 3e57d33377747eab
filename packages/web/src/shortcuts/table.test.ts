import { describe, expect, test } from 'vitest'
import { actionOf, keysOf, SHORTCUTS } from './table.ts'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '' }
const ctrl = { ...none, ctrlKey: true }

describe('keys', () => {
  test('lead to their action, with either command key', () => {
    expect(actionOf({ ...ctrl, key: 'k' })).toBe('switcher')
    expect(actionOf({ ...none, metaKey: true, key: 'k' })).toBe('switcher')
    expect(actionOf({ ...ctrl, key: 'P', shiftKey: true })).toBe('palette')
    expect(actionOf({ ...none, key: 'ArrowDown', altKey: true })).toBe('next')
    expect(actionOf({ ...none, key: 'ArrowDown', altKey: true, shiftKey: true })).toBe(
      'next-unread',
    )
    expect(actionOf({ ...none, key: 'Escape', shiftKey: true })).toBe('mark-all-read')
  })

  test('are found on keyboards of other layouts', () => {
    expect(actionOf({ ...ctrl, key: '/', shiftKey: true })).toBe('overview')
    expect(actionOf({ ...ctrl, key: ';', code: 'Comma', shiftKey: true })).toBe('settings')
    expect(actionOf({ ...ctrl, key: '<', code: 'Comma', shiftKey: true })).toBe('settings')
  })

  test('that mean nothing, or something else, are left alone', () => {
    expect(actionOf({ ...none, key: 'k' })).toBeUndefined()
    expect(actionOf({ ...ctrl, key: 'k', altKey: true })).toBeUndefined()
    expect(actionOf({ ...none, key: 'ArrowUp' })).toBeUndefined()
    expect(actionOf({ ...none, key: 'ArrowDown', shiftKey: true })).toBeUndefined()
  })

  test('each combination has one meaning, and each line is shown', () => {
    const shown = SHORTCUTS.filter((entry) => !('keys' in entry)).map((entry) =>
      keysOf(entry.id, false).join('+'),
    )
    expect(new Set(shown).size).toBe(shown.length)
    expect(keysOf('settings', false)).toEqual(['Ctrl', 'Shift', ','])
    expect(keysOf('palette', true)).toEqual(['⌘', '⇧', 'P'])
    expect(keysOf('quote', false)).toEqual(['Ctrl', 'Shift', '9'])
    expect(SHORTCUTS.every((entry) => keysOf(entry.id, false).length > 0)).toBe(true)
  })
})
