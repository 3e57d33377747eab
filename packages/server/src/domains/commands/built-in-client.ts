import type { PreferencesService } from '#domains/preferences/service.ts'
import type { BuiltIn, BuiltInPlace, BuiltInResult } from './built-in.ts'
import type { BuiltInInfo } from './management.ts'

type Deps = {
  preferences: Pick<PreferencesService, 'update'>
  /** Every command, for `/help`. */
  all: () => readonly BuiltInInfo[]
}

/** Commands about what one sees; some of them are the client's own, where it knows them. */
export function clientCommands({ preferences, all }: Deps): BuiltIn[] {
  function showPreviews(isCollapsed: boolean) {
    return async ({ actor, texts }: BuiltInPlace): Promise<BuiltInResult> => {
      const preference = {
        user_id: actor.userId,
        category: 'display_settings',
        name: 'collapse_previews',
        value: String(isCollapsed),
      }
      await preferences.update(actor, 'me', [preference])
      return { text: isCollapsed ? texts.client.folded : texts.client.open }
    }
  }

  function help({ texts }: BuiltInPlace): BuiltInResult {
    const lines = all().flatMap(({ trigger, usage }) => {
      if (!usage) return []
      const { hint, description } = texts.usage[usage]
      return [`- \`/${trigger}${hint && ` ${hint}`}\` ${description}`]
    })
    return { text: lines.sort().join('\n') }
  }

  const ofApps = ['search', 'settings', 'shortcuts'] as const
  return [
    {
      trigger: 'collapse',
      usage: 'collapse',
      run: showPreviews(true),
    },
    {
      trigger: 'expand',
      usage: 'expand',
      run: showPreviews(false),
    },
    { trigger: 'help', usage: 'help', run: help },
    { trigger: 'logout', usage: 'logout', run: () => ({ goto: '/login' }) },
    ...ofApps.map((trigger) => ({
      trigger,
      usage: trigger,
      run: ({ texts }: BuiltInPlace) => ({ text: texts.client.ofApps(trigger) }),
    })),
  ]
}
