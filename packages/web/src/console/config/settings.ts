import { defaultOf } from '@redoubt/wire/config-defaults.ts'
import { type ConfigKeySpec, configKeys } from '@redoubt/wire/config-keys.gen.ts'
import { isSettingsId, type SettingsId } from '#web/console/pages.ts'

/** How a setting is edited. */
type SettingKind = 'switch' | 'choice' | 'text' | 'long' | 'number' | 'list' | 'json' | 'secret'

export type Setting = {
  /** `Section.Key`, as on the wire. */
  key: string
  page: SettingsId
  /** What belongs together on a page. */
  section: string
  kind: SettingKind
  /** What may be chosen; empty where everything may. */
  allowed: readonly string[]
  default: unknown
  spec: ConfigKeySpec
}

/** What the server shows in place of a secret. */
export const MASK = '*'.repeat(32)

/** Where keys belong that no permission of a page opens. */
const pageOfSection: Readonly<Record<string, SettingsId>> = {
  ServiceSettings: 'environment_web_server',
  ClientRequirements: 'environment_mobile_security',
  EmailSettings: 'environment_smtp',
  ThemeSettings: 'experimental_features',
  LdapSettings: 'authentication_ldap',
  SamlSettings: 'authentication_saml',
  CacheSettings: 'environment_database',
  ClusterSettings: 'environment_high_availability',
  ElasticsearchSettings: 'environment_elasticsearch',
  JobSettings: 'environment_jobs',
  ImportSettings: 'environment_jobs',
  ExportSettings: 'environment_jobs',
  FeatureFlags: 'experimental_feature_flags',
  WranglerSettings: 'site_wrangler',
  ConnectedWorkspacesSettings: 'site_connected_workspaces',
  AccessControlSettings: 'authentication_access_control',
  ContentFlaggingSettings: 'site_content_flagging',
}

/** Keys that readers look for elsewhere than their section or permission says. */
const pageOfKey: Readonly<Record<string, SettingsId>> = {
  'EmailSettings.PushNotificationBuffer': 'environment_push_notification_server',
  'ServiceSettings.PostEditTimeLimit': 'site_posts',
  'ServiceSettings.EnableSecurityFixAlert': 'site_notices',
  'ServiceSettings.EnableUserStatuses': 'site_users_and_teams',
  'ServiceSettings.EnablePostSearch': 'site_posts',
  'ServiceSettings.EnableFileSearch': 'site_posts',
  'ServiceSettings.EnableCrossTeamSearch': 'site_posts',
  'ServiceSettings.CollapsedThreads': 'site_posts',
  'ServiceSettings.ThreadAutoFollow': 'site_posts',
}

const longTexts = new Set([
  'AnnouncementSettings.BannerText',
  'TeamSettings.CustomBrandText',
  'TeamSettings.CustomDescriptionText',
  'ServiceSettings.AllowedUntrustedInternalConnections',
  'ServiceSettings.RestrictLinkPreviews',
])

/** Settings of one section that are told apart all the same. */
const parts: readonly (readonly [RegExp, string])[] = [
  [/^FileSettings\.(Export|DedicatedExport)/, 'export_store'],
  [/^FileSettings\.AmazonS3/, 's3'],
  [/^ServiceSettings\.(PersistentNotification|AllowPersistent)/, 'persistent_notifications'],
  [/^ServiceSettings\.(EnableBurnOnRead|BurnOnRead)/, 'burn_on_read'],
  [/^ServiceSettings\.(TLS|UseLetsEncrypt|LetsEncrypt|Forward80|ConnectionSecurity)/, 'tls'],
  [/^NativeAppSettings\.Mobile/, 'mobile'],
]

/** Secrets that the reference doesn't count as such. */
const furtherSecrets = new Set(['FileSettings.ExportAmazonS3SecretAccessKey'])

/** Every setting there is. */
export const settings: readonly Setting[] = Object.entries(configKeys).map(([key, spec]) => ({
  key,
  page: pageOf(key, spec),
  section: partOf(key),
  kind: kindOf(key, spec),
  allowed: allowedOf(spec),
  default: defaultOf(key),
  spec,
}))

/** The settings of a page, in sections, each in its order on the wire. */
export function sectionsOf(page: SettingsId): [section: string, settings: Setting[]][] {
  const mine = settings.filter((setting) => setting.page === page)
  return [...Map.groupBy(mine, (setting) => setting.section)]
}

/** Whether the permissions let a setting be changed (`write`) or seen (`read`). */
export function mayTouch(
  kind: 'read' | 'write',
  { spec }: Setting,
  may: ReadonlySet<string>,
): boolean {
  if (may.has('manage_system')) return true
  return spec.access.some((tag) => may.has(`sysconsole_${kind}_${tag}`))
}

function pageOf(key: string, { access }: ConfigKeySpec): SettingsId {
  const chosen = pageOfKey[key]
  if (chosen) return chosen
  const opened = access.find(isSettingsId)
  return opened ?? pageOfSection[key.split('.')[0] ?? ''] ?? 'experimental_features'
}

function partOf(key: string): string {
  const part = parts.find(([pattern]) => pattern.test(key))
  return part ? part[1] : key.slice(0, key.lastIndexOf('.'))
}

function kindOf(key: string, spec: ConfigKeySpec): SettingKind {
  if (spec.type === 'boolean') return 'switch'
  if (spec.type === 'integer') return 'number'
  if (spec.type === 'string[]') return 'list'
  if (spec.type !== 'string') return 'json'
  if (spec.secret || furtherSecrets.has(key)) return 'secret'
  if (allowedOf(spec).length > 0) return 'choice'
  return longTexts.has(key) ? 'long' : 'text'
}

/** Some lists end with a remark about everything else; that leaves the value free. */
function allowedOf({ allowed }: ConfigKeySpec): readonly string[] {
  if (!Array.isArray(allowed)) return []
  const words = allowed.filter((word) => typeof word === 'string')
  return words.some((word) => word.startsWith('(')) ? [] : words
}
