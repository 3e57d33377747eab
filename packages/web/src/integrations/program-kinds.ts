import type { Bot } from '@mattermost/types/bots'
import type { Command, OAuthApp } from '@mattermost/types/integrations'
import { client } from '#web/api/client.ts'
import { type Entry, type FormValues, type Kind, linesOf, textOf } from './kind.ts'

const PER_PAGE = 200

/** Words after a slash that ask a program. */
export const commands: Kind = {
  path: 'commands',
  title: 'commands.title',
  lead: 'commands.lead',
  none: 'commands.none',
  add: 'commands.add',
  may: 'manage_own_slash_commands',
  switch: 'EnableCommands',
  removing: 'commands.removing',
  fields: [
    { name: 'display_name', kind: 'text', label: 'field.title', isRequired: true, maxLength: 64 },
    { name: 'description', kind: 'text', label: 'field.description', maxLength: 128 },
    {
      name: 'trigger',
      kind: 'text',
      label: 'commands.trigger',
      hint: 'commands.trigger-hint',
      prefix: '/',
      isRequired: true,
      maxLength: 128,
    },
    { name: 'url', kind: 'text', label: 'commands.url', isRequired: true, maxLength: 1024 },
    {
      name: 'method',
      kind: 'choice',
      label: 'commands.method',
      options: [
        { value: 'P', label: 'commands.post' },
        { value: 'G', label: 'commands.get' },
      ],
    },
    { name: 'username', kind: 'text', label: 'field.username', hint: 'field.username-hint' },
    { name: 'icon_url', kind: 'text', label: 'field.icon', hint: 'field.icon-hint' },
    {
      name: 'auto_complete',
      kind: 'check',
      label: 'commands.complete',
      hint: 'commands.complete-hint',
    },
    { name: 'auto_complete_hint', kind: 'text', label: 'commands.arguments', maxLength: 1024 },
    { name: 'auto_complete_desc', kind: 'text', label: 'commands.explanation', maxLength: 1024 },
  ],
  blank: {
    display_name: '',
    description: '',
    trigger: '',
    url: '',
    method: 'P',
    username: '',
    icon_url: '',
    auto_complete: true,
    auto_complete_hint: '',
    auto_complete_desc: '',
  },
  list: async ({ teamId }) => (await client.getCustomTeamCommands(teamId)).map(toCommandEntry),
  create: async ({ teamId }, form) => {
    // The client's type asks for a complete command, which only the server can make.
    const command = await client.addCommand({ ...commandOf(form), team_id: teamId } as Command)
    return { facts: [{ label: 'fact.token', value: command.token }] }
  },
  change: async ({ teamId }, id, form) =>
    client.editCommand({ ...commandOf(form), id, team_id: teamId } as Command),
  remove: (id) => client.deleteCommand(id),
}

function commandOf(form: FormValues): Partial<Command> {
  return {
    display_name: textOf(form, 'display_name'),
    description: textOf(form, 'description'),
    trigger: textOf(form, 'trigger').replace(/^\//, ''),
    url: textOf(form, 'url'),
    method: form.method === 'G' ? 'G' : 'P',
    username: textOf(form, 'username'),
    icon_url: textOf(form, 'icon_url'),
    auto_complete: form.auto_complete === true,
    auto_complete_hint: textOf(form, 'auto_complete_hint'),
    auto_complete_desc: textOf(form, 'auto_complete_desc'),
  }
}

function toCommandEntry(command: Command): Entry {
  const { id, display_name, description, trigger, url, method, username, icon_url } = command
  const { auto_complete, auto_complete_hint, auto_complete_desc } = command
  return {
    id,
    title: `/${trigger}`,
    detail: [display_name, description].filter(Boolean).join(' · '),
    creatorId: command.creator_id,
    facts: [{ label: 'fact.token', value: command.token }],
    form: {
      display_name,
      description,
      trigger,
      url,
      method,
      username,
      icon_url,
      auto_complete,
      auto_complete_hint,
      auto_complete_desc,
    },
    actions: [
      {
        label: 'action.new-token',
        detail: 'action.new-token-detail',
        run: () => client.regenCommandToken(id),
      },
    ],
  }
}

/** Accounts of programs. */
export const bots: Kind = {
  path: 'bots',
  title: 'bots.title',
  lead: 'bots.lead',
  none: 'bots.none',
  add: 'bots.add',
  may: 'create_bot',
  switch: 'EnableBotAccountCreation',
  fields: [
    {
      name: 'username',
      kind: 'text',
      label: 'field.account',
      hint: 'bots.username-hint',
      isRequired: true,
      maxLength: 64,
    },
    { name: 'display_name', kind: 'text', label: 'field.title', maxLength: 64 },
    { name: 'description', kind: 'text', label: 'field.description', maxLength: 1024 },
  ],
  blank: { username: '', display_name: '', description: '' },
  list: async () => (await client.getBotsIncludeDeleted(0, PER_PAGE)).map(toBotEntry),
  create: async (_, form) => {
    const bot = await client.createBot(botOf(form))
    const { token = '' } = await client.createUserAccessToken(bot.user_id, bot.username)
    return { facts: [{ label: 'fact.token', value: token }] }
  },
  change: (_, id, form) => client.patchBot(id, botOf(form)),
}

function botOf(form: FormValues) {
  return {
    username: textOf(form, 'username'),
    display_name: textOf(form, 'display_name'),
    description: textOf(form, 'description'),
  }
}

function toBotEntry(bot: Bot): Entry {
  const isOff = bot.delete_at > 0
  return {
    id: bot.user_id,
    title: `@${bot.username}`,
    detail: [bot.display_name, bot.description].filter(Boolean).join(' · '),
    creatorId: bot.owner_id,
    facts: [],
    isOff,
    form: {
      username: bot.username,
      display_name: bot.display_name ?? '',
      description: bot.description ?? '',
    },
    actions: [
      isOff
        ? { label: 'action.enable', run: () => client.enableBot(bot.user_id) }
        : {
            label: 'action.disable',
            detail: 'bots.disabling',
            run: () => client.disableBot(bot.user_id),
          },
    ],
  }
}

/** Programs to which people give leave to act for them. */
export const oauthApps: Kind = {
  path: 'oauth2-apps',
  title: 'oauth.title',
  lead: 'oauth.lead',
  none: 'oauth.none',
  add: 'oauth.add',
  may: 'manage_oauth',
  switch: 'EnableOAuthServiceProvider',
  removing: 'oauth.removing',
  fields: [
    { name: 'name', kind: 'text', label: 'field.title', isRequired: true, maxLength: 64 },
    {
      name: 'description',
      kind: 'text',
      label: 'field.description',
      isRequired: true,
      maxLength: 512,
    },
    { name: 'homepage', kind: 'text', label: 'oauth.homepage', isRequired: true, maxLength: 256 },
    { name: 'icon_url', kind: 'text', label: 'field.icon', hint: 'field.icon-hint' },
    {
      name: 'callback_urls',
      kind: 'lines',
      label: 'oauth.callbacks',
      hint: 'oauth.callbacks-hint',
      isRequired: true,
    },
    { name: 'is_trusted', kind: 'check', label: 'oauth.trusted', hint: 'oauth.trusted-hint' },
  ],
  blank: {
    name: '',
    description: '',
    homepage: '',
    icon_url: '',
    callback_urls: '',
    is_trusted: false,
  },
  list: async () => (await client.getOAuthApps(0, PER_PAGE)).map(toAppEntry),
  create: async (_, form) => {
    const app = await client.createOAuthApp(appOf(form))
    return { facts: factsOf(app) }
  },
  change: async (_, id, form) =>
    // The client's type asks for a complete app; what is not named stays.
    client.editOAuthApp({ ...appOf(form), id } as OAuthApp),
  remove: (id) => client.deleteOAuthApp(id),
}

function appOf(form: FormValues) {
  return {
    name: textOf(form, 'name'),
    description: textOf(form, 'description'),
    homepage: textOf(form, 'homepage'),
    icon_url: textOf(form, 'icon_url'),
    callback_urls: linesOf(form, 'callback_urls'),
    is_trusted: form.is_trusted === true,
  }
}

function toAppEntry(app: OAuthApp): Entry {
  return {
    id: app.id,
    title: app.name,
    detail: app.description,
    creatorId: app.creator_id,
    facts: factsOf(app),
    form: {
      name: app.name,
      description: app.description,
      homepage: app.homepage,
      icon_url: app.icon_url,
      callback_urls: app.callback_urls.join('\n'),
      is_trusted: app.is_trusted,
    },
    actions: [
      {
        label: 'action.new-secret',
        detail: 'action.new-secret-detail',
        run: () => client.regenOAuthAppSecret(app.id),
      },
    ],
  }
}

function factsOf(app: OAuthApp) {
  return [
    { label: 'fact.client-id' as const, value: app.id },
    ...(app.client_secret
      ? [{ label: 'fact.client-secret' as const, value: app.client_secret }]
      : []),
  ]
}
