import { describe, expect, test } from 'vitest'
import { readInvitation } from './invitation.ts'
import { failureOf, noticeOf } from './login-notice.ts'
import { passwordRules } from './password-rules.ts'
import { providersOf } from './providers.ts'
import { areTermsDue } from './terms.ts'

describe('the rules of a password', () => {
  const strict = {
    PasswordMinimumLength: '5',
    PasswordRequireLowercase: 'true',
    PasswordRequireUppercase: 'true',
    PasswordRequireNumber: 'true',
    PasswordRequireSymbol: 'true',
  }
  const openOf = (config: object, password: string) =>
    passwordRules(config, password).flatMap(({ rule, isMet }) => (isMet ? [] : [rule]))

  test('are those of the server', () => {
    expect(passwordRules({}, '').map(({ rule }) => rule)).toEqual(['length'])
    expect(passwordRules(strict, '')).toHaveLength(5)
  })

  test.each([
    ['', ['length', 'lowercase', 'uppercase', 'number', 'symbol']],
    ['abcde', ['uppercase', 'number', 'symbol']],
    ['aB3', ['length', 'symbol']],
    ['aB3!e', []],
    ['😀😀😀😀😀', ['lowercase', 'uppercase', 'number', 'symbol']],
  ])('%s leaves %j open', (password, open) => {
    expect(openOf(strict, password)).toEqual(open)
  })
})

describe('the address of the login page', () => {
  test('says what happened before', () => {
    expect(noticeOf('?extra=expired&redirect_to=%2F')).toBe('login.expired')
    expect(noticeOf('?extra=verified')).toBe('login.verified')
    expect(noticeOf('?extra=password_change')).toBe('login.password-changed')
    expect(noticeOf('?extra=unheard')).toBeUndefined()
    expect(noticeOf('')).toBeUndefined()
  })

  test('says why a log-in elsewhere failed', () => {
    expect(failureOf('?extra=login_error&message=Too+late')).toBe('Too late')
    expect(failureOf('?message=Too+late')).toBe('')
  })
})

test('only services that the server offers lead in', () => {
  expect(providersOf({})).toEqual([])
  const config = { EnableSignUpWithGitLab: 'true', EnableSaml: 'true', SamlLoginButtonText: 'Desk' }
  expect(providersOf(config).map(({ id, name }) => [id, name])).toEqual([
    ['gitlab', 'GitLab'],
    ['saml', 'Desk'],
  ])
})

test('invitations say what they can, and survive nonsense', () => {
  const nothing = { email: '', name: '', display_name: '' }
  expect(readInvitation('{"email":"a@b.c","name":"crew","display_name":"Crew"}')).toEqual({
    email: 'a@b.c',
    name: 'crew',
    display_name: 'Crew',
  })
  expect(readInvitation('')).toEqual(nothing)
  expect(readInvitation('null')).toEqual(nothing)
  expect(readInvitation('{"email":5}')).toEqual(nothing)
})

test('terms are due until agreed to, and again after a while', () => {
  const day = 86_400_000
  const agreed = { terms_of_service_id: 't1', terms_of_service_create_at: day }
  const due = (config: object, termsId: string, now: number) =>
    areTermsDue(config, { termsId, user: agreed, now })
  expect(areTermsDue({}, { termsId: 't1', user: {}, now: day })).toBe(true)
  expect(due({}, 't1', 1000 * day)).toBe(false)
  expect(due({}, 't2', day)).toBe(true)
  const yearly = { CustomTermsOfServiceReAcceptancePeriod: '365' }
  expect(due(yearly, 't1', 366 * day)).toBe(false)
  expect(due(yearly, 't1', 366 * day + 1)).toBe(true)
})
