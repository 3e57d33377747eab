import { postActions } from './actions.ts'
import { interactiveDialogs } from './dialogs.ts'

export type { Programs } from './programs.ts'
export type { SlackText } from './slack.ts'
export type { Triggers } from './triggers.ts'

type Deps = Parameters<typeof postActions>[0] & Parameters<typeof interactiveDialogs>[0]

/** What programs do with the people who use them: actions of attachments, and dialogs. */
export function integrationsService(deps: Deps) {
  return { ...postActions(deps), dialogs: interactiveDialogs(deps) }
}
