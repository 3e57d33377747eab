import { type Static, Type } from 'typebox'
import { Id } from './base.ts'

/** Key: (user_id, category, name). */
export const Preference = Type.Object({
  user_id: Id,
  category: Type.String({ minLength: 1, maxLength: 32 }),
  name: Type.String({ maxLength: 32 }),
  value: Type.String({ maxLength: 20_000 }),
})
export type Preference = Static<typeof Preference>

export const Preferences = Type.Array(Preference, { minItems: 1, maxItems: 100 })
