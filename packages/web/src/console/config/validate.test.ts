import { expect, test } from 'vitest'
import { type Setting, settings } from './settings.ts'
import { explain, findBreaches, settingOfError } from './validate.ts'
import { fromDraft, toDraft, toTree, valueAt } from './values.ts'

function setting(key: string): Setting {
  const found = settings.find((one) => one.key === key)
  if (!found) throw new Error(`there is no ${key}`)
  return found
}

const defaults = new Map(settings.map((one) => [one.key, one.default]))
const breach = (key: string, value: unknown) => {
  const error = findBreaches(defaults, new Map([...defaults, [key, value]])).get(key)
  return error && explain(setting(key), error)
}

test('what the server refuses is told before it is asked', () => {
  expect(breach('PasswordSettings.MinimumLength', 3)).toEqual({
    id: 'rule.range',
    values: { least: 5, most: 72 },
  })
  expect(breach('RateLimitSettings.PerSec', 0)).toEqual({ id: 'rule.least', values: { least: 1 } })
  expect(breach('ServiceSettings.SiteURL', 'nowhere')).toEqual({ id: 'rule.url' })
  expect(breach('TeamSettings.RestrictDirectMessage', 'odd')).toEqual({ id: 'rule.one-of' })
  expect(breach('TeamSettings.SiteName', 'x'.repeat(31))).toEqual({
    id: 'rule.length',
    values: { most: 30 },
  })
  expect(breach('PasswordSettings.MinimumLength', 12)).toBeUndefined()
})

test('what was wrong before is nobody’s fault now', () => {
  const before = new Map([...defaults, ['RateLimitSettings.PerSec', 0] as const])
  const after = new Map([...before, ['TeamSettings.SiteName', 'Ours'] as const])
  expect(findBreaches(before, after).size).toBe(0)
})

test('an error of the server belongs to its setting', () => {
  expect(settingOfError('model.config.is_valid.site_url.app_error')).toBe('ServiceSettings.SiteURL')
  expect(settingOfError('api.context.permissions.app_error')).toBeUndefined()
})

test('fields show values, and are read as such', () => {
  const list = setting('ServiceSettings.TrustedProxyIPHeader')
  expect(toDraft(list, ['A', 'B'])).toBe('A\nB')
  expect(fromDraft(list, ' A \n\nB')).toEqual({ value: ['A', 'B'] })
  const number = setting('RateLimitSettings.PerSec')
  expect(fromDraft(number, ' 12 ')).toEqual({ value: 12 })
  expect(fromDraft(number, '1.5')).toEqual({ problem: 'number' })
  expect(fromDraft(number, '')).toEqual({ problem: 'number' })
  const json = setting('PluginSettings.Plugins')
  expect(fromDraft(json, '{"a":{}}')).toEqual({ value: { a: {} } })
  expect(fromDraft(json, '[1]')).toEqual({ problem: 'json' })
  expect(fromDraft(json, '{')).toEqual({ problem: 'json' })
})

test('changed settings make the tree that a patch takes', () => {
  const tree = toTree([
    ['A.B', 1],
    ['A.C.D', 2],
  ])
  expect(tree).toEqual({ A: { B: 1, C: { D: 2 } } })
  expect(valueAt(tree, 'A.C.D')).toBe(2)
  expect(valueAt(tree, 'A.X')).toBeUndefined()
})
