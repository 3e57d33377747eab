/** What a property of that name should hold, in whichever schema it comes. */
export type Facts = Readonly<Record<string, unknown>>

type Schema = {
  type?: string
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  pattern?: string
  minimum?: number
}

type Options = { name?: string; withOptional?: boolean }

/**
 * A value that the schema accepts: what the facts know by the property's name, else the plainest one.
 * Optional properties only where asked for, and then those that the facts know.
 */
export function sampleOf(schema: unknown, facts: Facts, options: Options = {}): unknown {
  return sample(schema as Schema | undefined, facts, options)
}

/** The schema of a route's body, out of what a built route tells. */
export function bodySchemaOf(route: { schema: unknown }): unknown {
  return (route.schema as { body?: unknown } | undefined)?.body
}

function sample(schema: Schema | undefined, facts: Facts, options: Options): unknown {
  if (!schema) return undefined
  const { name = '' } = options
  if (Object.hasOwn(facts, name)) return facts[name]
  if (schema.const !== undefined) return schema.const
  if (schema.anyOf) return sample(schema.anyOf.find(isValue), facts, options)
  if (schema.type === 'object') return sampleObject(schema, facts, options)
  if (schema.type === 'array') return [sample(schema.items, facts, { ...options, name: one(name) })]
  if (schema.type === 'boolean') return true
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'string') return schema.pattern?.includes('{26}') ? 'a'.repeat(26) : 'sample'
  return null
}

function sampleObject(schema: Schema, facts: Facts, options: Options): unknown {
  const required = new Set(schema.required)
  const entries = Object.entries(schema.properties ?? {}).filter(
    ([key]) => required.has(key) || (options.withOptional && Object.hasOwn(facts, key)),
  )
  return Object.fromEntries(
    entries.map(([key, part]) => [key, sample(part, facts, { ...options, name: key })]),
  )
}

function isValue(schema: Schema): boolean {
  return schema.type !== 'null'
}

/** `user_ids` holds what `user_id` is. */
function one(name: string): string {
  return name.replace(/s$/, '')
}
