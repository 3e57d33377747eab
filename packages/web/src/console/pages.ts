import { permissionScopes } from '@redoubt/wire/permissions.gen.ts'
import type { ConsoleTextId } from './texts/console-text.tsx'

/** The groups of the console's pages, in the order in which they are shown. */
export const pageGroups = [
  'reporting',
  'user_management',
  'environment',
  'site',
  'authentication',
  'integrations',
  'compliance',
  'experimental',
  'about',
] as const
type PageGroup = (typeof pageGroups)[number]

type PageSpec = { path: string; group: PageGroup; may: readonly string[] }

/** Everybody with a permission to read anything of the console. */
const anyReader = Object.keys(permissionScopes).filter((name) => name.startsWith('sysconsole_read'))

/** Pages that are more than a list of settings. Addresses are those of the official client. */
const tools = {
  statistics: tool('reporting/system_analytics', 'reporting', ['get_analytics']),
  checks: tool('reporting/checks', 'reporting', [
    'sysconsole_read_environment_web_server',
    'sysconsole_read_environment_smtp',
    'sysconsole_read_environment_file_storage',
  ]),
  jobs: tool('reporting/jobs', 'reporting', ['read_jobs', 'read_data_retention_job']),
  logs: tool('reporting/server_logs', 'reporting', ['get_logs']),
  audits: tool('reporting/audits', 'reporting', ['read_audits']),
  users: managed('users'),
  teams: managed('teams'),
  channels: managed('channels'),
  system_roles: managed('system_roles'),
  permissions: managed('permissions'),
  about: tool('about/license', 'about', anyReader),
} satisfies Record<string, PageSpec>

/** Pages that are made of settings, by the permission that opens them. */
const settings = {
  environment_web_server: setting('environment/web_server', 'environment'),
  environment_database: setting('environment/database', 'environment'),
  environment_elasticsearch: setting('environment/elasticsearch', 'environment'),
  environment_file_storage: setting('environment/file_storage', 'environment'),
  environment_image_proxy: setting('environment/image_proxy', 'environment'),
  environment_smtp: setting('environment/smtp', 'environment'),
  environment_push_notification_server: setting(
    'environment/push_notification_server',
    'environment',
  ),
  environment_high_availability: setting('environment/high_availability', 'environment'),
  environment_rate_limiting: setting('environment/rate_limiting', 'environment'),
  environment_logging: setting('environment/logging', 'environment'),
  environment_session_lengths: setting('environment/session_lengths', 'environment'),
  environment_performance_monitoring: setting('environment/performance_monitoring', 'environment'),
  environment_developer: setting('environment/developer', 'environment'),
  environment_mobile_security: setting('environment/mobile_security', 'environment'),
  environment_jobs: setting('environment/jobs', 'environment', ['manage_system']),
  site_customization: setting('site_config/customization', 'site'),
  site_localization: setting('site_config/localization', 'site'),
  site_users_and_teams: setting('site_config/users_and_teams', 'site'),
  site_notifications: setting('site_config/notifications', 'site'),
  site_announcement_banner: setting('site_config/announcement_banner', 'site'),
  site_emoji: setting('site_config/emoji', 'site'),
  site_posts: setting('site_config/posts', 'site'),
  site_wrangler: setting('site_config/wrangler', 'site', ['manage_system']),
  site_content_flagging: setting('site_config/content_flagging', 'site', ['manage_system']),
  site_connected_workspaces: setting('site_config/connected_workspaces', 'site', ['manage_system']),
  site_file_sharing_and_downloads: setting('site_config/file_sharing_downloads', 'site'),
  site_public_links: setting('site_config/public_links', 'site'),
  site_notices: setting('site_config/notices', 'site'),
  authentication_signup: setting('authentication/signup', 'authentication'),
  authentication_email: setting('authentication/email', 'authentication'),
  authentication_password: setting('authentication/password', 'authentication'),
  authentication_mfa: setting('authentication/mfa', 'authentication'),
  authentication_ldap: setting('authentication/ldap', 'authentication'),
  authentication_saml: setting('authentication/saml', 'authentication'),
  authentication_openid: setting('authentication/openid', 'authentication'),
  authentication_guest_access: setting('authentication/guest_access', 'authentication'),
  authentication_access_control: setting('authentication/access_control', 'authentication', [
    'manage_system',
  ]),
  integrations_integration_management: setting(
    'integrations/integration_management',
    'integrations',
  ),
  integrations_bot_accounts: setting('integrations/bot_accounts', 'integrations'),
  integrations_gif: setting('integrations/gif', 'integrations'),
  integrations_cors: setting('integrations/cors', 'integrations'),
  plugins: setting('plugins/plugin_management', 'integrations'),
  compliance_data_retention_policy: setting('compliance/data_retention_settings', 'compliance'),
  compliance_compliance_export: setting('compliance/export', 'compliance'),
  compliance_compliance_monitoring: setting('compliance/monitoring', 'compliance'),
  compliance_custom_terms_of_service: setting('compliance/custom_terms_of_service', 'compliance'),
  experimental_features: setting('experimental/features', 'experimental'),
  experimental_feature_flags: setting('experimental/feature_flags', 'experimental'),
} satisfies Record<string, PageSpec>

type ToolId = keyof typeof tools
export type SettingsId = keyof typeof settings

export type ConsolePage = {
  id: ToolId | SettingsId
  path: string
  group: PageGroup
  title: ConsoleTextId
  /** Any of these permissions opens it. */
  may: readonly string[]
}

/** Every page, in the order in which they are shown. */
export const consolePages: readonly ConsolePage[] = [
  ...pagesOf<ToolId>(tools),
  ...pagesOf<SettingsId>(settings),
]

export function isSettingsId(id: string): id is SettingsId {
  return Object.hasOwn(settings, id)
}

/** The page at a path, or the one that a longer path such as that of a user belongs to. */
export function findPage(path: string): ConsolePage | undefined {
  return consolePages.find((page) => path === page.path || path.startsWith(`${page.path}/`))
}

/** The pages that somebody with these permissions sees. */
export function pagesFor(may: (permission: string) => boolean): ConsolePage[] {
  return consolePages.filter((page) => page.may.some(may) || may('manage_system'))
}

function pagesOf<Id extends ToolId | SettingsId>(specs: Record<Id, PageSpec>): ConsolePage[] {
  return (Object.entries(specs) as [Id, PageSpec][]).map(([id, spec]) => {
    const may = spec.may.length > 0 ? spec.may : [`sysconsole_read_${id}`]
    return { id, ...spec, may, title: `page.${id}` }
  })
}

function tool(path: string, group: PageGroup, may: readonly string[]): PageSpec {
  return { path, group, may }
}

function managed(name: string): PageSpec {
  return tool(`user_management/${name}`, 'user_management', [
    `sysconsole_read_user_management_${name}`,
  ])
}

/** Without further word, the permission of the same name opens it. */
function setting(path: string, group: PageGroup, may: readonly string[] = []): PageSpec {
  return { path, group, may }
}
