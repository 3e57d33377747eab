import type { ConfigService } from '#domains/config/service.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import {
  findConfigurations,
  findLanguages,
  type Indexed,
  reindexRows,
  updateLanguages,
} from './store.ts'

export type SearchLanguages = ReturnType<typeof searchLanguages>

type Deps = { db: Db; transact: Transact; config: ConfigService; tasks: Tasks }

const rowsPerTask = 1_000
const kinds: readonly Indexed[] = ['posts', 'files']

/** PostgreSQL's configuration for each language of the interface that it knows the stems of. */
const configurationsByLocale: Readonly<Record<string, string>> = {
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  tr: 'turkish',
}

/**
 * The languages whose stems find words: those of `RedoubtSettings.SearchLanguages`, else the one
 * that the workspace speaks. When they change the index is made anew; meanwhile words are found as
 * they are written.
 */
export function searchLanguages({ db, transact, config, tasks }: Deps) {
  let settled: { wanted: string; languages: string[] } | undefined

  const reindexing = tasks.define<{ kind: Indexed; after: string }>('search.reindex', {
    run: ({ kind, after }) =>
      transact(async (tx) => {
        const last = await reindexRows(tx, kind, { after, limit: rowsPerTask })
        if (last !== undefined) await reindexing.add(tx, { kind, after: last })
      }),
  })

  /** Names of text search configurations; what the words themselves are found by isn't one. */
  function wanted(): string {
    const named = config.string('RedoubtSettings.SearchLanguages').trim()
    if (named) return named
    const [locale = ''] = config.string('LocalizationSettings.DefaultServerLocale').split(/[-_]/)
    return configurationsByLocale[locale.toLowerCase()] ?? ''
  }

  /** In force now. Takes over what the configuration says, whoever changed it. */
  async function current(): Promise<readonly string[]> {
    const now = wanted()
    if (settled?.wanted === now) return settled.languages
    const names = [...new Set(now.toLowerCase().split(/[\s,]+/))].filter(
      (name) => name !== 'simple',
    )
    const languages = await findConfigurations(db, names)
    const before = await findLanguages(db)
    if (before.join() !== languages.join()) {
      await transact(async (tx) => {
        if (!(await updateLanguages(tx, languages))) return
        for (const kind of kinds) await reindexing.add(tx, { kind, after: '' })
      })
    }
    settled = { wanted: now, languages }
    return languages
  }

  return { current }
}
