import { describe, expect, test } from 'vitest'
import { readProcessSettings } from './process-settings.ts'

describe('process settings', () => {
  test('have defaults for everything', () => {
    expect(readProcessSettings({})).toMatchObject({
      host: '127.0.0.1',
      port: 8065,
      dataFolder: `${process.cwd()}/data`,
      keyFile: `${process.cwd()}/data.key`,
      databaseUrl: undefined,
    })
  })

  test('are read from the environment', () => {
    const settings = readProcessSettings({
      REDOUBT_LISTEN: '[::1]:9000',
      REDOUBT_DATA: '/srv/redoubt',
      REDOUBT_DATABASE_URL: 'postgres://db/x',
      REDOUBT_SITE_URL: 'https://chat.example.org',
    })
    expect(settings).toMatchObject({
      host: '::1',
      port: 9000,
      keyFile: '/srv/redoubt.key',
      databaseUrl: 'postgres://db/x',
    })
    expect(settings.environment.MM_SERVICESETTINGS_SITEURL).toBe('https://chat.example.org')
  })

  test.each([
    [{ REDOUBT_LISTEN: '127.0.0.1:70000' }, /REDOUBT_LISTEN is 127\.0\.0\.1:70000/],
    [{ REDOUBT_DATABASE_BACKENDS: '1' }, /REDOUBT_DATABASE_BACKENDS is 1/],
    [{ REDOUBT_NATS_URL: 'http://bus' }, /REDOUBT_NATS_URL is http:\/\/bus/],
    [{ REDOUBT_NATS_URL: 'nats://bus:4222' }, /needs REDOUBT_DATABASE_URL/],
    [{ REDOUBT_SITE_URL: 'chat.example.org' }, /REDOUBT_SITE_URL is chat\.example\.org/],
  ])('%o is refused with a sentence', (environment, message) => {
    expect(() => readProcessSettings(environment)).toThrow(message)
  })
})
