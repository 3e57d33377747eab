import type { EntranceTextId } from './texts/entrance-text.tsx'

/** What the address of the login page says has happened before. */
export function noticeOf(search: string): EntranceTextId | undefined {
  switch (new URLSearchParams(search).get('extra')) {
    case 'expired':
      return 'login.expired'
    case 'verified':
      return 'login.verified'
    case 'password_change':
    case 'reset':
      return 'login.password-changed'
    case 'signup_success':
      return 'login.signed-up'
    case 'link_sent':
      return 'login.link-sent'
    default:
      return undefined
  }
}

/** Why a log-in that ended elsewhere, such as by a link in a mail, didn't work. */
export function failureOf(search: string): string {
  const query = new URLSearchParams(search)
  return query.get('extra') === 'login_error' ? (query.get('message') ?? '') : ''
}
