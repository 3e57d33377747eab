import { newToken } from '#platform/ids.ts'

type Fields = Record<string, unknown>

/** What a click calls. Only the server may know it: it may hold secrets. */
type Integration = { url: string; context: Fields }

/** A button or menu of an attachment, as it is stored. */
export type StoredAction = Fields & { id: string; integration?: Integration }

/** What stands in an action's place for the one who sees an ephemeral post. */
export type SealAction = (action: StoredAction) => string

const textFields = [
  'fallback',
  'color',
  'pretext',
  'author_name',
  'author_link',
  'author_icon',
  'title',
  'title_link',
  'text',
  'image_url',
  'thumb_url',
  'footer',
  'footer_icon',
]

/**
 * Brings the attachments of props into their one form: every action has an id, and an integration
 * only where it names an address. Clients send back what they were shown: an action that was there
 * before keeps the integration that they can't know.
 */
export function withStoredAttachments(props: Fields, before: Fields = {}): Fields {
  if (!('attachments' in props)) return props
  const { attachments, ...others } = props
  if (!Array.isArray(attachments)) return others
  const known = new Map(actionsOf(before).map((action) => [action.id, action]))
  return { ...others, attachments: attachments.filter(isFields).map((it) => toStored(it, known)) }
}

function toStored(attachment: Fields, known: ReadonlyMap<string, StoredAction>): Fields {
  const { fields, actions, ...others } = attachment
  for (const name of textFields) {
    const value = others[name]
    if (value === undefined || typeof value === 'string') continue
    if (typeof value === 'number' || typeof value === 'boolean') others[name] = String(value)
    else delete others[name]
  }
  return {
    ...others,
    ...(Array.isArray(fields) && { fields: fields.filter(isFields).map(toField) }),
    ...(Array.isArray(actions) && {
      actions: actions.filter(isFields).map((action) => toAction(action, known)),
    }),
  }
}

function toField({ short, ...field }: Fields): Fields {
  return { ...field, short: short === true || short === 'true' }
}

function toAction(
  { id, integration, cookie: _cookie, ...action }: Fields,
  known: ReadonlyMap<string, StoredAction>,
): StoredAction {
  const ownId = typeof id === 'string' && /^[\w-]{1,128}$/.test(id) ? id : newToken()
  const own = toIntegration(integration) ?? known.get(ownId)?.integration
  return { ...action, id: ownId, ...(own && { integration: own }) }
}

function toIntegration(value: unknown): Integration | undefined {
  if (!isFields(value) || typeof value.url !== 'string' || value.url === '') return undefined
  return { url: value.url, context: isFields(value.context) ? value.context : {} }
}

/** Props as clients see them: integrations are left out, or sealed into cookies. */
export function withoutIntegrations(props: Fields, seal?: SealAction): Fields {
  if (!Array.isArray(props.attachments)) return props
  const attachments = props.attachments.map((attachment: unknown) => {
    if (!isFields(attachment) || !Array.isArray(attachment.actions)) return attachment
    return { ...attachment, actions: attachment.actions.map((it: unknown) => toShown(it, seal)) }
  })
  return { ...props, attachments }
}

function toShown(action: unknown, seal: SealAction | undefined): unknown {
  if (!isFields(action)) return action
  const { integration, cookie: _cookie, ...shown } = action
  if (!seal || !integration || typeof action.id !== 'string') return shown
  return { ...shown, cookie: seal({ ...action, id: action.id }) }
}

/** Every action of the props' attachments, in their order. */
export function actionsOf(props: Fields): StoredAction[] {
  if (!Array.isArray(props.attachments)) return []
  return props.attachments.flatMap((attachment: unknown) =>
    isFields(attachment) && Array.isArray(attachment.actions)
      ? attachment.actions.filter(isStoredAction)
      : [],
  )
}

function isStoredAction(value: unknown): value is StoredAction {
  return isFields(value) && typeof value.id === 'string'
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
