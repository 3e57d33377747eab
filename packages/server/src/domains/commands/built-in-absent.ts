import type { BuiltIn } from './built-in.ts'

/** Commands of Mattermost for what is not here: they say so instead of being sent as messages. */
export const absentCommands: readonly BuiltIn[] = (
  [
    ['exportlink', 'There are no links to exports here: download them in the system console.'],
    ['marketplace', 'There is no marketplace here: plugins are installed by the administrators.'],
    ['share-channel', 'Channels are not shared with other installations here.'],
    ['secure-connection', 'There are no connections to other installations here.'],
  ] as const
).map(([trigger, text]) => ({
  trigger,
  hint: '',
  description: '',
  isHidden: true,
  run: () => ({ text }),
}))
