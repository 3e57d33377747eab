import { AppError, type ErrorId } from '#platform/app-error.ts'
import type { IncomingRow, OutgoingRow } from './store.ts'

const maxName = 64
const maxDescription = 500
const maxIconUrl = 1024
const maxContentType = 128
const maxWords = 1024
const maxUrls = 1024
const usernamePattern = /^[a-z0-9._-]{1,64}$/i

/** Throws 400 with the id of the first field that isn't valid. */
export function requireValidIncoming(
  hook: Pick<IncomingRow, 'display_name' | 'description' | 'username' | 'icon_url'>,
): void {
  requireLength(hook.display_name, maxName, 'model.incoming_hook.display_name.app_error')
  requireLength(hook.description, maxDescription, 'model.incoming_hook.description.app_error')
  requireLength(hook.icon_url, maxIconUrl, 'model.incoming_hook.icon_url.app_error')
  if (hook.username && !usernamePattern.test(hook.username)) {
    throw new AppError('api.incoming_webhook.invalid_username.app_error', 400)
  }
}

/** Throws 400 with the id of the first field that isn't valid. */
export function requireValidOutgoing(hook: OutgoingRow): void {
  requireLength(hook.display_name, maxName, 'model.outgoing_hook.is_valid.display_name.app_error')
  requireLength(
    hook.description,
    maxDescription,
    'model.outgoing_hook.is_valid.description.app_error',
  )
  requireLength(hook.username, maxName, 'model.outgoing_hook.username.app_error')
  requireLength(hook.icon_url, maxIconUrl, 'model.outgoing_hook.icon_url.app_error')
  requireLength(
    hook.content_type,
    maxContentType,
    'model.outgoing_hook.is_valid.content_type.app_error',
  )
  requireLength(
    JSON.stringify(hook.trigger_words),
    maxWords,
    'model.outgoing_hook.is_valid.words.app_error',
  )
  if (hook.trigger_words.some((word) => word === '')) {
    throw new AppError('model.outgoing_hook.is_valid.trigger_words.app_error', 400)
  }
  requireAddresses(hook.callback_urls)
  if (hook.channel_id === '' && hook.trigger_words.length === 0) {
    throw new AppError('api.webhook.create_outgoing.triggers.app_error', 400)
  }
}

function requireAddresses(urls: string[]): void {
  const isTooLong = JSON.stringify(urls).length > maxUrls
  if (urls.length === 0 || isTooLong) {
    throw new AppError('model.outgoing_hook.is_valid.callback.app_error', 400)
  }
  const areAddresses = urls.every((url) => /^https?:\/\//i.test(url) && URL.canParse(url))
  if (!areAddresses) throw new AppError('model.outgoing_hook.is_valid.url.app_error', 400)
}

function requireLength(text: string, max: number, id: ErrorId): void {
  if (Buffer.byteLength(text) > max) throw new AppError(id, 400)
}

/** Whether one post could reach the same address by both hooks. */
export function areIntersecting(one: OutgoingRow, other: OutgoingRow): boolean {
  return (
    one.channel_id === other.channel_id &&
    one.callback_urls.some((url) => other.callback_urls.includes(url)) &&
    (one.trigger_words.length === 0
      ? other.trigger_words.length === 0
      : one.trigger_words.some((word) => other.trigger_words.includes(word)))
  )
}

/** What in the post makes the hook fire: '' where everything does, undefined where nothing. */
export function findTrigger(
  hook: OutgoingRow,
  post: { channel_id: string; message: string },
): string | undefined {
  if (hook.channel_id !== '' && hook.channel_id !== post.channel_id) return undefined
  if (hook.trigger_words.length === 0) return hook.channel_id === '' ? undefined : ''
  const [first = ''] = post.message.trimStart().split(/\s/, 1)
  if (first === '') return undefined
  const fires = (word: string) =>
    hook.trigger_when === 1 ? first.startsWith(word) : first === word
  return hook.trigger_words.find(fires)
}

/** Cuts a long text into pieces of at most `max` characters, at line ends where there are any. */
export function splitText(text: string, max: number): string[] {
  if (text.length <= max) return [text]
  const runes = [...text]
  const pieces: string[] = []
  let start = 0
  while (runes.length - start > max) {
    const newline = runes.lastIndexOf('\n', start + max)
    const end = newline > start ? newline : start + max
    pieces.push(runes.slice(start, end).join(''))
    start = newline > start ? end + 1 : end
  }
  pieces.push(runes.slice(start).join(''))
  return pieces.filter((piece) => piece !== '')
}
