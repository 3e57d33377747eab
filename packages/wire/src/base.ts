import { type Static, Type } from 'typebox'

/** 26 characters of the id alphabet. */
export const Id = Type.String({ pattern: '^[a-z0-9]{26}$' })

/** An id, or nothing. */
export const OptionalId = Type.String({ pattern: '^([a-z0-9]{26})?$' })

/** A path parameter that names a user: an id or `me`. */
export const UserIdOrMe = Type.String({ pattern: '^([a-z0-9]{26}|me)$' })

/** Milliseconds since the epoch; 0 for never. */
export const Millis = Type.Integer({ minimum: 0 })

/** An open object, as `props` are. */
export const Props = Type.Record(Type.String(), Type.Unknown())

export const StringMap = Type.Record(Type.String(), Type.String())

/** Answer of a call that has nothing to tell. */
export const StatusOk = Type.Object({ status: Type.Literal('OK') })
export const statusOk: Static<typeof StatusOk> = { status: 'OK' }

/** `page` and `per_page` as they come; `toPage` clamps them. */
export const PageQuery = Type.Object({
  page: Type.Optional(Type.String()),
  per_page: Type.Optional(Type.String()),
})

/** Path parameters that are all ids, e.g. `Params('team_id', 'channel_id')`. */
export function idParams<Name extends string>(...names: Name[]) {
  const properties = Object.fromEntries(
    names.map((name) => [name, name === 'user_id' ? UserIdOrMe : Id]),
  ) as Record<Name, typeof Id>
  return Type.Object(properties)
}

/** The body of every refusal. */
export const WireError = Type.Object({
  id: Type.String(),
  message: Type.String(),
  detailed_error: Type.String(),
  request_id: Type.Optional(Type.String()),
  status_code: Type.Integer(),
})
export type WireError = Static<typeof WireError>
