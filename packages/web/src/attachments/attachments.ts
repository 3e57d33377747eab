import type { PostAction } from '@mattermost/types/integration_actions'
import type {
  MessageAttachment,
  MessageAttachmentField,
} from '@mattermost/types/message_attachments'
import type { Post } from '@mattermost/types/posts'

const NAMED: Readonly<Record<string, string>> = {
  good: 'var(--color-online)',
  success: 'var(--color-online)',
  primary: 'var(--color-accent)',
  warning: 'var(--color-away)',
  danger: 'var(--color-danger)',
}

/** What programs have attached to a message. Whatever else stands there is left out. */
export function attachmentsOf({ props }: Pick<Post, 'props'>): MessageAttachment[] {
  return listOf(props.attachments).filter(isRecord) as MessageAttachment[]
}

/** The colour of an attachment's edge or of a button; `undefined` for what is none. */
export function colorOf(color: unknown): string | undefined {
  if (typeof color !== 'string') return undefined
  return NAMED[color] ?? (/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(color) ? color : undefined)
}

export function fieldsOf({ fields }: MessageAttachment): MessageAttachmentField[] {
  return listOf(fields).filter(isRecord) as MessageAttachmentField[]
}

/** What can be pressed or chosen. */
export function actionsOf({ actions }: MessageAttachment): (PostAction & { id: string })[] {
  return listOf(actions).filter(
    (one): one is PostAction & { id: string } =>
      isRecord(one) && typeof one.id === 'string' && typeof one.name === 'string',
  )
}

/** Any value as a text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A time in seconds, as number or text; 0 where there is none. */
export function secondsOf(value: unknown): number {
  const seconds = Number(value)
  return Number.isFinite(seconds) && seconds > 0 && seconds < 1e11 ? seconds : 0
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
