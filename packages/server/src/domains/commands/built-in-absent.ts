import type { BuiltIn } from './built-in.ts'

/** Commands of Mattermost for what is not here: they say so instead of being sent as messages. */
export const absentCommands: readonly BuiltIn[] = (
  ['exportlink', 'marketplace', 'share-channel', 'secure-connection'] as const
).map((trigger) => ({ trigger, run: ({ texts }) => ({ text: texts.absent[trigger] }) }))
