import type { ClientConfig } from '@mattermost/types/config'

type PasswordRule = 'length' | 'lowercase' | 'uppercase' | 'number' | 'symbol'

type Rules = { rule: PasswordRule; isMet: boolean }[]

const SYMBOL = /[ !"\\#$%&'()*+,\-./:;<=>?@[\]^_`|~]/

/** What the server asks of a password, and which of it this one has. */
export function passwordRules(config: Partial<ClientConfig>, password: string): Rules {
  const asked: [PasswordRule, boolean, boolean][] = [
    ['length', true, [...password].length >= minimumLength(config)],
    ['lowercase', config.PasswordRequireLowercase === 'true', /[a-z]/.test(password)],
    ['uppercase', config.PasswordRequireUppercase === 'true', /[A-Z]/.test(password)],
    ['number', config.PasswordRequireNumber === 'true', /[0-9]/.test(password)],
    ['symbol', config.PasswordRequireSymbol === 'true', SYMBOL.test(password)],
  ]
  return asked.flatMap(([rule, isAsked, isMet]) => (isAsked ? [{ rule, isMet }] : []))
}

export function minimumLength(config: Partial<ClientConfig>): number {
  return Number(config.PasswordMinimumLength) || 8
}
