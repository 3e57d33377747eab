import type { PreferencesService } from '#domains/preferences/service.ts'
import type { BuiltIn, BuiltInResult, CommandPlace } from './built-in.ts'
import type { BuiltInInfo } from './management.ts'

type Deps = {
  preferences: Pick<PreferencesService, 'update'>
  /** Every command, for `/help`. */
  all: () => readonly BuiltInInfo[]
}

/** Commands about what one sees; some of them are the client's own, where it knows them. */
export function clientCommands({ preferences, all }: Deps): BuiltIn[] {
  function showPreviews(isCollapsed: boolean) {
    return async ({ actor }: CommandPlace): Promise<BuiltInResult> => {
      const preference = {
        user_id: actor.userId,
        category: 'display_settings',
        name: 'collapse_previews',
        value: String(isCollapsed),
      }
      await preferences.update(actor, 'me', [preference])
      return {
        text: isCollapsed ? 'Image previews are folded now.' : 'Image previews are open now.',
      }
    }
  }

  function help(): BuiltInResult {
    const lines = all().map(
      ({ trigger, hint, description }) => `- \`/${trigger}${hint && ` ${hint}`}\` ${description}`,
    )
    return { text: lines.sort().join('\n') }
  }

  const ofApps = [
    { trigger: 'search', hint: '[text]', description: 'Search messages' },
    { trigger: 'settings', hint: '', description: 'Open the settings' },
    { trigger: 'shortcuts', hint: '', description: 'Show the keyboard shortcuts' },
  ]
  return [
    {
      trigger: 'collapse',
      hint: '',
      description: 'Fold image previews',
      run: showPreviews(true),
    },
    {
      trigger: 'expand',
      hint: '',
      description: 'Open image previews',
      run: showPreviews(false),
    },
    { trigger: 'help', hint: '', description: 'List the commands', run: help },
    { trigger: 'logout', hint: '', description: 'Log out', run: () => ({ goto: '/login' }) },
    ...ofApps.map((info) => ({
      ...info,
      run: () => ({ text: `/${info.trigger} works in the web and desktop apps.` }),
    })),
  ]
}
