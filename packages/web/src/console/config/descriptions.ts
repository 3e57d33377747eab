import { useQuery } from '@tanstack/react-query'
import { useConsoleLanguage } from '#web/console/texts/console-text.tsx'

/** A setting in plain words: name, what it does, and the words for what can be chosen. */
export type Description = readonly [name: string, help: string, choices?: Record<string, string>]
export type Descriptions = Readonly<Record<string, Description>>

const areas = [
  'environment',
  'site',
  'posts',
  'authentication',
  'directory',
  'integrations',
  'compliance',
  'experimental',
] as const

const files = import.meta.glob<{ default: Descriptions }>('./texts/*.json')

/** What every setting is called and does, in the reader's language; fetched when first needed. */
export function useDescriptions(): Descriptions {
  const language = useConsoleLanguage()
  const loaded = useQuery({
    queryKey: ['console', 'descriptions', language],
    queryFn: () => loadDescriptions(language),
  })
  return loaded.data ?? NONE
}

const NONE: Descriptions = {}

async function loadDescriptions(language: string): Promise<Descriptions> {
  const parts = await Promise.all(
    areas.map((area) => files[`./texts/${area}.${language}.json`]?.()),
  )
  return Object.assign({}, ...parts.map((part) => part?.default))
}

/** What a setting is called: its description's name, or its key in words. */
export function nameOf(key: string, descriptions: Descriptions): string {
  return descriptions[key]?.[0] ?? humanised(key)
}

/** `SqlSettings.MaxIdleConns` as `Max idle conns`; what is short for something stays as it is. */
export function humanised(key: string): string {
  const words = key.slice(key.lastIndexOf('.') + 1).match(/[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+/g)
  const [first = '', ...rest] = words ?? []
  return [first, ...rest.map((word) => (/^[A-Z][a-z]/.test(word) ? word.toLowerCase() : word))].join(
    ' ',
  )
}
