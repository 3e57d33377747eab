import {
  anonymousClientConfig,
  type ClientConfigRule,
  sessionClientConfig,
} from '@redoubt/wire/client-config.gen.ts'
import type { ConfigValues } from './values.ts'

/** What the server itself adds to the client configuration. */
export type ServerFacts = {
  diagnosticId: string
  signingPublicKey: string
  installedAt: number
  schemaVersion: number
  hasAccounts: boolean
}

/** The version of the wire contract that clients are told. */
export const wireVersion = '11.6.0'

const maxPostRunes = 16_383

/** The flat map of strings that clients read; sessions are told more than others. */
export function toClientConfig(
  values: ConfigValues,
  facts: ServerFacts,
  isSession: boolean,
): Record<string, string> {
  const rules = isSession
    ? { ...anonymousClientConfig, ...sessionClientConfig }
    : anonymousClientConfig
  const config: Record<string, string> = {}
  for (const [key, rule] of Object.entries(rules)) config[key] = evaluate(rule, values)
  for (const [name, value] of values) {
    const [section, flag] = name.split('.')
    if (section === 'FeatureFlags') config[`FeatureFlag${flag}`] = toText(value)
  }
  Object.assign(config, serverFacts(values, facts))
  if (isSession) Object.assign(config, sessionFacts(values, facts))
  return config
}

function evaluate(rule: ClientConfigRule, values: ConfigValues): string {
  if ('value' in rule) return rule.value
  if ('from' in rule) return toText(values.get(rule.from))
  if ('filled' in rule) return String(Boolean(values.get(rule.filled)))
  return String(rule.all.every((name) => values.get(name) === true))
}

function serverFacts(values: ConfigValues, facts: ServerFacts): Record<string, string> {
  return {
    Version: wireVersion,
    BuildNumber: wireVersion,
    BuildDate: '',
    BuildHash: '',
    BuildHashEnterprise: '',
    BuildEnterpriseReady: 'true',
    AppsPluginEnabled: 'false',
    DiagnosticId: facts.diagnosticId,
    TelemetryId: facts.diagnosticId,
    IntuneMAMEnabled: 'false',
    ServiceEnvironment: 'production',
    NoAccounts: String(!facts.hasAccounts),
    AsymmetricSigningPublicKey: facts.signingPublicKey,
    SiteURL: toText(values.get('ServiceSettings.SiteURL')).replace(/\/+$/, ''),
  }
}

function sessionFacts(values: ConfigValues, facts: ServerFacts): Record<string, string> {
  const hours = (kind: string) =>
    toText(
      Number(values.get(`DataRetentionSettings.${kind}RetentionHours`)) ||
        Number(values.get(`DataRetentionSettings.${kind}RetentionDays`)) * 24,
    )
  return {
    DataRetentionMessageRetentionHours: hours('Message'),
    DataRetentionFileRetentionHours: hours('File'),
    GiphySdkKey: toText(values.get('ServiceSettings.GiphySdkKey')),
    IsDefaultMarketplace: 'true',
    MaxPostSize: String(maxPostRunes),
    UpgradedFromTE: 'false',
    InstallationDate: String(facts.installedAt),
    SchemaVersion: String(facts.schemaVersion),
  }
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',')
  return value === undefined || value === null ? '' : String(value)
}
