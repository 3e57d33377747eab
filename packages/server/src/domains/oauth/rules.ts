import { createHash } from 'node:crypto'
import type { OAuthAppInput } from '@redoubt/wire/oauth.ts'
import { AppError } from '#platform/app-error.ts'

const maxNameLength = 64
const maxDescriptionRunes = 512
const maxIconUrlLength = 512
const maxCallbacksLength = 1024
const maxHomepageLength = 256

type Field = 'name' | 'description' | 'icon_url' | 'callback' | 'homepage'

/** Throws 400 with the id of the first thing that isn't valid. */
export function requireValidApp(app: OAuthAppInput): void {
  const { name = '', description = '', icon_url = '', callback_urls = [], homepage = '' } = app
  if (name === '' || name.length > maxNameLength) refuse('name')
  if ([...description].length > maxDescriptionRunes) refuse('description')
  if (icon_url && (icon_url.length > maxIconUrlLength || !isHttpUrl(icon_url))) refuse('icon_url')
  const isLong = callback_urls.join().length > maxCallbacksLength
  if (callback_urls.length === 0 || isLong || !callback_urls.every(isCallback)) refuse('callback')
  if (homepage.length > maxHomepageLength || !isHttpUrl(homepage)) refuse('homepage')
}

function refuse(field: Field): never {
  throw new AppError(`model.oauth.is_valid.${field}.app_error`, 400)
}

export function isHttpUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && /^https?:\/\//i.test(text)
}

/** Where a browser may be sent with a code. */
export function isCallback(text: string): boolean {
  const url = URL.parse(text)
  return (
    isHttpUrl(text) && url?.hash === '' && !url.username && !url.password && !/[\s#]/.test(text)
  )
}

/** Whether a challenge is what S256 makes, or another text of its alphabet and length. */
export function isChallenge(text: string): boolean {
  return /^[\w.~-]{43,128}$/.test(text)
}

/** RFC 7636 §4.6. */
export function matchesChallenge(verifier: string, challenge: string): boolean {
  if (!isChallenge(verifier)) return false
  return createHash('sha256').update(verifier).digest('base64url') === challenge
}

/** RFC 8707: an absolute address without a fragment. */
export function isResource(text: string): boolean {
  return text.length <= 512 && URL.parse(text)?.hash === '' && !text.includes('#')
}

/**
 * Whether an address fits a pattern such as `https://*.example.com/callback/**`, part by part: `*`
 * stands for anything within one label or segment, `**` for the rest of a path. Nothing that it
 * stands for reaches into another part of the address.
 */
export function fitsPattern(address: string, pattern: string): boolean {
  const wanted = /^(https?):\/\/([^/?#]+)([^?#]*)$/i.exec(pattern.trim())
  const url = URL.parse(address)
  if (!wanted || !url || !isCallback(address) || url.search) return false
  const [, protocol = '', host = '', path = ''] = wanted
  return (
    url.protocol === `${protocol.toLowerCase()}:` &&
    toRegExp(host.toLowerCase(), '[^./:@]+', '[^./:@]+').test(url.host) &&
    toRegExp(path || '/', '[^/]*', '.*').test(url.pathname)
  )
}

function toRegExp(pattern: string, one: string, many: string): RegExp {
  const parts = pattern.split(/(\*+)/).map((part) => {
    if (part === '*') return one
    return part.startsWith('**') ? many : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`)
}

/** The address with these parameters added. */
export function withParams(address: string, params: Record<string, string>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(params)) if (value) url.searchParams.set(name, value)
  return url.href
}
