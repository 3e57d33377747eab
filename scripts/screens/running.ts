import { SECTIONS } from '../../packages/web/src/settings/sections.ts'
import type { Shot } from './shot.ts'

const heading = 'main h1, main h2'

const consolePages = {
  statistics: 'reporting/system_analytics',
  checks: 'reporting/checks',
  jobs: 'reporting/jobs',
  logs: 'reporting/server_logs',
  audits: 'reporting/audits',
  users: 'user_management/users',
  teams: 'user_management/teams',
  channels: 'user_management/channels',
  roles: 'user_management/system_roles',
  permissions: 'user_management/permissions',
  'mail-server': 'environment/smtp',
  'users-and-teams': 'site_config/users_and_teams',
  password: 'authentication/password',
  about: 'about/license',
}

const manage = ['general', 'access', 'people', 'invitations']
const integrations = ['incoming_webhooks', 'commands', 'bots', 'emoji', 'commands/add']

/** The settings of a person, a team and the workspace. */
export const running: Shot[] = [
  ...SECTIONS.map(({ id }) => ({
    name: `settings-${id}`,
    path: `/harbourline/settings/${id}`,
    sign: heading,
    ...(id === 'display' && ({ isMain: true } as const)),
  })),
  ...manage.map((section) => ({
    name: `team-${section}`,
    path: `/harbourline/manage/${section}`,
    sign: heading,
  })),
  ...integrations.map((section) => ({
    name: `integrations-${section.replace('/', '-').replace('_', '-')}`,
    path: `/harbourline/integrations/${section}`,
    sign: heading,
  })),
  ...Object.entries(consolePages).map(([name, path]) => ({
    name: `console-${name}`,
    path: `/admin_console/${path}`,
    sign: heading,
    ...(name === 'users' && ({ isMain: true } as const)),
  })),
]
