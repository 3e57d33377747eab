import german from '@redoubt/wire/errors.de.json' with { type: 'json' }
import english from '@redoubt/wire/errors.en.json' with { type: 'json' }
import { expect, test } from 'vitest'

test('every message is there in German too, with the same placeholders', () => {
  const placeholders = (messages: Record<string, string>) =>
    Object.entries(messages).map(([id, text]) => [id, (text.match(/\{\w+\}/g) ?? []).sort()])
  expect(placeholders(german)).toEqual(placeholders(english))
})
