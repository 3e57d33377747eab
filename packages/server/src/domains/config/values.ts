import { defaultOf } from '@redoubt/wire/config-defaults.ts'
import { configKeys } from '@redoubt/wire/config-keys.gen.ts'

/** Every key with its value in force, as `Section.Key`. */
export type ConfigValues = ReadonlyMap<string, unknown>

/** Defaults, overridden by what was saved, overridden by the environment. */
export function resolveConfig(
  saved: Record<string, unknown>,
  environment: Record<string, string | undefined>,
): ConfigValues {
  const values = new Map<string, unknown>()
  for (const [name, spec] of Object.entries(configKeys)) {
    const fromEnvironment = parseEnvironment(environment[environmentName(name)], spec.type)
    values.set(name, fromEnvironment ?? saved[name] ?? defaultOf(name))
  }
  return values
}

/** The keys that the environment decides. */
export function overriddenKeys(
  environment: Record<string, string | undefined>,
): ReadonlySet<string> {
  const names = Object.entries(configKeys).flatMap(([name, { type }]) =>
    parseEnvironment(environment[environmentName(name)], type) === undefined ? [] : name,
  )
  return new Set(names)
}

/** `ServiceSettings.SiteURL` is overridden by `MM_SERVICESETTINGS_SITEURL`. */
function environmentName(name: string): string {
  return `MM_${name.replaceAll('.', '_').toUpperCase()}`
}

/** The value of an override, or undefined where there is none or it makes no sense. */
function parseEnvironment(text: string | undefined, type: string): unknown {
  if (text === undefined) return undefined
  switch (type) {
    case 'string':
      return text
    case 'boolean':
      if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true
      return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text) ? false : undefined
    case 'integer':
      return /^-?\d+$/.test(text) ? Number(text) : undefined
    case 'string[]':
      return text.split(' ').filter(Boolean)
    default:
      return parseJson(text)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
