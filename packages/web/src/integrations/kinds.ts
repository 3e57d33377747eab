import type { ManageTextId } from '#web/manage/texts/manage-text.tsx'
import type { Kind } from './kind.ts'
import { bots, commands, oauthApps } from './program-kinds.ts'
import { incomingWebhooks, outgoingWebhooks } from './webhook-kinds.ts'

/** Integrations that are made with a form. */
export const formKinds: readonly Kind[] = [
  incomingWebhooks,
  outgoingWebhooks,
  commands,
  bots,
  oauthApps,
]

type Page = { path: string; title: ManageTextId; may: string }

/** The pages for integrations, in the order in which they are shown. */
export const kinds: readonly Page[] = [
  ...formKinds,
  { path: 'emoji', title: 'emoji.title', may: 'create_emojis' },
  { path: 'authorized', title: 'authorized.title', may: '' },
]
