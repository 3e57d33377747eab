import { useQuery } from '@tanstack/react-query'
import { useConsoleLanguage } from '#web/console/texts/console-text.tsx'

/** A setting in plain words: name, what it does, and the words for what can be chosen. */
export type Description = readonly [name: string, help: string, choices?: Record<string, string>]
export type Descriptions = Readonly<Record<string, Description>>

type File = Promise<{ default: unknown }>

const files: Readonly<Record<string, () => File[]>> = {
  en: () => [
    import('./texts/environment.en.json', { with: { type: 'json' } }),
    import('./texts/site.en.json', { with: { type: 'json' } }),
    import('./texts/posts.en.json', { with: { type: 'json' } }),
    import('./texts/authentication.en.json', { with: { type: 'json' } }),
    import('./texts/directory.en.json', { with: { type: 'json' } }),
    import('./texts/integrations.en.json', { with: { type: 'json' } }),
    import('./texts/compliance.en.json', { with: { type: 'json' } }),
    import('./texts/experimental.en.json', { with: { type: 'json' } }),
  ],
  de: () => [
    import('./texts/environment.de.json', { with: { type: 'json' } }),
    import('./texts/site.de.json', { with: { type: 'json' } }),
    import('./texts/posts.de.json', { with: { type: 'json' } }),
    import('./texts/authentication.de.json', { with: { type: 'json' } }),
    import('./texts/directory.de.json', { with: { type: 'json' } }),
    import('./texts/integrations.de.json', { with: { type: 'json' } }),
    import('./texts/compliance.de.json', { with: { type: 'json' } }),
    import('./texts/experimental.de.json', { with: { type: 'json' } }),
  ],
}

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
  const parts = await Promise.all(files[language]?.() ?? [])
  return Object.assign({}, ...parts.map((part) => part.default))
}

/** What a setting is called: its description's name, or its key in words. */
export function nameOf(key: string, descriptions: Descriptions): string {
  return descriptions[key]?.[0] ?? humanised(key)
}

/** `SqlSettings.MaxIdleConns` as `Max idle conns`; what is short for something stays as it is. */
export function humanised(key: string): string {
  const words = key.slice(key.lastIndexOf('.') + 1).match(/[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+/g)
  const [first = '', ...rest] = words ?? []
  return [
    first,
    ...rest.map((word) => (/^[A-Z][a-z]/.test(word) ? word.toLowerCase() : word)),
  ].join(' ')
}
