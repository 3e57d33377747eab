import type { Read } from '@redoubt/wire/config-rule-kinds.ts'
import { configRules } from '@redoubt/wire/config-rules.ts'
import type { ConsoleTextId } from '#web/console/texts/console-text.tsx'
import type { Setting } from './settings.ts'

/** Why a value can't be taken, as a text and its values. */
export type Refusal = { id: ConsoleTextId; values?: Record<string, string | number> }

const urlErrors = ['site_url', 'websocket_url', 'saml_idp_url', 'native_app_settings.download_link']

/** Breaches that concern more than one setting. */
const explained: Readonly<Record<string, ConsoleTextId>> = {
  'collapsed_threads.autofollow': 'rule.autofollow',
  allow_cookies_for_subdomains: 'rule.needs-site-url',
  site_url_email_batching: 'rule.needs-site-url',
  client_side_cert_enable: 'rule.off',
  experimental_view_archived_channels: 'rule.on',
  'data_retention.message_retention_misconfiguration': 'rule.days-or-hours',
  'data_retention.file_retention_misconfiguration': 'rule.days-or-hours',
  'data_retention.message_retention_both_zero': 'rule.days-or-hours',
  'data_retention.file_retention_both_zero': 'rule.days-or-hours',
  'guest_accounts.cannot_enforce_multifactor_authentication_when_guest_magic_link_is_enabled':
    'rule.magic-link-mfa',
}

/**
 * The rules of the server that the new values break and the old ones don't, by the setting that
 * they are about.
 */
export function findBreaches(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): Map<string, string> {
  const old = readerOf(before)
  const next = readerOf(after)
  const broken = configRules.filter((rule) => !rule.holds(next) && rule.holds(old))
  return new Map(broken.map((rule) => [rule.name, rule.error]))
}

/** The setting that an error of the server is about. */
export function settingOfError(error: string): string | undefined {
  return configRules.find((rule) => rule.error === error)?.name
}

/** A breach in plain words. */
export function explain({ spec, allowed }: Setting, error: string): Refusal {
  const name = error.replace(/^model\.config\.is_valid\.|\.app_error$/g, '')
  const known = explained[name]
  if (known) return { id: known }
  if (urlErrors.includes(name)) return { id: 'rule.url' }
  if (allowed.length > 0) return { id: 'rule.one-of' }
  return explainConstraint(spec.constraint ?? '')
}

function explainConstraint(constraint: string): Refusal {
  const least = /^>(=?)(\d+)/.exec(constraint)
  if (least) return { id: 'rule.least', values: { least: Number(least[2]) + (least[1] ? 0 : 1) } }
  const range = /^(\d+)\.\.(\d+)/.exec(constraint)
  if (range) {
    return { id: 'rule.range', values: { least: Number(range[1]), most: Number(range[2]) } }
  }
  const length = /^length<=(\d+)/.exec(constraint)
  if (length) return { id: 'rule.length', values: { most: Number(length[1]) } }
  if (constraint.startsWith('HH:MM')) return { id: 'rule.time' }
  if (constraint.startsWith('empty or length>=32')) return { id: 'rule.long-enough' }
  return { id: 'rule.other' }
}

function readerOf(values: ReadonlyMap<string, unknown>): Read {
  return {
    bool: (name) => values.get(name) === true,
    int: (name) => Number(values.get(name) ?? 0),
    string: (name) => String(values.get(name) ?? ''),
    list: (name) => {
      const value = values.get(name)
      return Array.isArray(value) ? value.map(String) : []
    },
  }
}
