import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

/** Sections of keys. What isn't known is ignored, as newer clients and consoles rely on. */
export const ConfigTree = Type.Record(Type.String(), Type.Unknown())

/** A version of the configuration: who made it, when, and which keys it changed. */
export const ConfigVersion = Type.Object({
  id: Id,
  create_at: Millis,
  user_id: Type.String(),
  is_active: Type.Boolean(),
  changed_keys: Type.Array(Type.String()),
})
export type ConfigVersion = Static<typeof ConfigVersion>
