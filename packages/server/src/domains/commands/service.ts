import type { CommandCall, CommandResponse, CommandSuggestion } from '@redoubt/wire/commands.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Programs, Triggers } from '#domains/integrations/service.ts'
import type { EphemeralPosts, PostsService } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, errorMessage, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { languageOf } from '#platform/http/language.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { commandAnswering } from './answering.ts'
import { parseAutocompleteData } from './autocomplete-data.ts'
import type { BuiltIn, BuiltInResult, CommandPlace } from './built-in.ts'
import { absentCommands } from './built-in-absent.ts'
import { channelCommands } from './built-in-channels.ts'
import { clientCommands } from './built-in-client.ts'
import { messageCommands } from './built-in-messages.ts'
import { presenceCommands } from './built-in-presence.ts'
import { customCommands, responsesEndedAt, type SuggestionPlace } from './custom.ts'
import { commandManagement } from './management.ts'
import { parseCommand } from './rules.ts'
import { deleteOldCommandWebhooks, findCommandByTrigger } from './store.ts'
import { suggestInside } from './suggesting.ts'
import { commandTexts } from './texts.ts'

type OwnDeps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  tasks: Pick<Tasks, 'define' | 'every'>
  roles: Pick<RolesService, 'grants'>
  teams: Pick<TeamsService, 'access' | 'accessToView' | 'may'>
  channels: ChannelsService
  posts: Pick<PostsService, 'create' | 'accessToRead' | 'isRestricted'>
  ephemeral: EphemeralPosts
  programs: Programs
  triggers: Triggers
}

type Deps = OwnDeps &
  Omit<Parameters<typeof commandManagement>[0], 'builtIns'> &
  Omit<Parameters<typeof customCommands>[0], 'answering'> &
  Omit<Parameters<typeof messageCommands>[0], 'teamPath'> &
  Omit<Parameters<typeof channelCommands>[0], 'teamPath'> &
  Omit<Parameters<typeof clientCommands>[0], 'all'> &
  Parameters<typeof presenceCommands>[0] &
  Parameters<typeof commandAnswering>[0]

const cleanEveryMs = 3_600_000

/** What people type behind a slash. */
export function commandsService(deps: Deps) {
  const { db, transact, clock, tasks, roles, users, teams, channels, posts, ephemeral, triggers } =
    deps
  const parts = { ...deps, teamPath }
  const messages = messageCommands(parts)
  const steady = [
    ...presenceCommands(deps),
    ...channelCommands(parts),
    ...clientCommands({ ...deps, all: builtIns }),
    ...absentCommands,
  ]
  const custom = customCommands({ ...deps, answering: commandAnswering(deps) })
  const management = commandManagement({ ...deps, builtIns })
  tasks.every('commands.end_responses', cleanEveryMs, () =>
    transact.single((tx) => deleteOldCommandWebhooks(tx, responsesEndedAt(clock()))),
  )

  function builtIns(): BuiltIn[] {
    const all = [...steady, ...messages()]
    return all.sort((one, other) => (one.trigger < other.trigger ? -1 : 1))
  }

  /** Where the pages of a team are; '' without a team. */
  async function teamPath(actor: Actor, teamId: string): Promise<string> {
    return teamId ? `/${(await teams.accessToView(actor, teamId)).name}` : ''
  }

  /** Does what was typed. Throws 404 for a command that nobody knows: clients offer to send it. */
  async function execute(
    actor: Actor,
    call: CommandCall,
    origin: string,
  ): Promise<CommandResponse> {
    management.requireEnabled()
    const { trigger, rest } = parseCommand(call.command)
    const place = await findPlace(actor, call)
    const { clientId, triggerId } = triggers.issue(actor.userId)
    const builtIn = builtIns().find((known) => known.trigger === trigger)
    if (builtIn) {
      const result = await runBuiltIn(builtIn, place, rest)
      return { ...noResponse, ...(await show(place, result)), trigger_id: clientId }
    }
    const command = place.teamId ? await findCommandByTrigger(db, place.teamId, trigger) : undefined
    if (!command) {
      const id = 'api.command.execute_command.not_found.app_error'
      throw new AppError(id, 404, { params: { Trigger: trigger } })
    }
    const answer = await custom.run(command, { place, rest, triggerId, origin })
    return {
      response_type: answer.response_type ?? '',
      text: answer.text ?? '',
      username: answer.username ?? '',
      channel_id: answer.channel_id ?? '',
      icon_url: answer.icon_url ?? '',
      type: answer.type ?? '',
      props: answer.props ?? null,
      goto_location: answer.goto_location ?? '',
      trigger_id: clientId,
      skip_slack_parsing: answer.skip_slack_parsing ?? false,
      attachments: null,
      extra_responses: null,
    }
  }

  async function findPlace(actor: Actor, call: CommandCall): Promise<CommandPlace> {
    const channel = await channels.access(actor, call.channel_id, 'create_post')
    if (channel.delete_at > 0) {
      throw new AppError('api.command.execute_command.deleted.error', 400)
    }
    if (await posts.isRestricted(channel)) {
      throw new AppError('api.command.execute_command.restricted_dm.error', 400)
    }
    const teamId = channel.team_id || call.team_id || ''
    if (teamId) await teams.access(actor, teamId, 'view_team')
    const rootId = call.root_id ?? ''
    if (rootId) await requireRoot(actor, channel, rootId)
    return { actor, channel, teamId, rootId }
  }

  async function requireRoot(actor: Actor, channel: ChannelRow, rootId: string): Promise<void> {
    const root = await posts.accessToRead(actor, rootId).catch(() => undefined)
    if (root?.channel_id !== channel.id || root.root_id !== '') throw invalidBody('root_id')
  }

  /** What a command is refused is told to its caller like any other answer. */
  async function runBuiltIn(
    builtIn: BuiltIn,
    place: CommandPlace,
    rest: string,
  ): Promise<BuiltInResult> {
    const language = languageOf((await users.getRow(place.actor.userId)).locale)
    try {
      return await builtIn.run({ ...place, texts: commandTexts[language] }, rest)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { text: errorMessage(error.id, error.params, language) }
    }
  }

  async function show(
    { actor, channel, rootId }: CommandPlace,
    { say, text = '', goto = '' }: BuiltInResult,
  ): Promise<Partial<CommandResponse>> {
    if (say) {
      const post = { channel_id: channel.id, root_id: rootId, ...say }
      await posts.create(actor, post, { setsOnline: false })
      return { response_type: 'in_channel', text: say.message, type: say.type ?? '' }
    }
    if (text) {
      ephemeral.send(actor.userId, {
        channel_id: channel.id,
        root_id: rootId,
        user_id: actor.userId,
        message: text,
      })
    }
    return { response_type: 'ephemeral', text, goto_location: goto }
  }

  /** The commands that what was typed so far may become, or what can follow the one that it names. */
  async function suggest(
    actor: Actor,
    place: SuggestionPlace,
    text: string,
  ): Promise<CommandSuggestion[]> {
    const [, word = '', space = '', rest = ''] =
      /^\/?(\S*)(\s*)([\s\S]*)$/.exec(text.trimStart()) ?? []
    const start = word.toLowerCase()
    if (space === '') return suggestTriggers(actor, place.teamId, start)
    const command = await management.findSuggested(actor, place.teamId, start)
    const data = command && parseAutocompleteData(command.autocomplete_data, command)
    if (!data) return []
    return suggestInside(
      data,
      { parsed: `${word}${space}`, rest },
      {
        isAdmin: roles.grants(actor, 'manage_system'),
        fetchItems: (url, typed) => custom.fetchItems(actor, { command, place, url, typed }),
      },
    )
  }

  async function suggestTriggers(
    actor: Actor,
    teamId: string,
    start: string,
  ): Promise<CommandSuggestion[]> {
    const usable = await management.listUsable(actor, teamId)
    return usable
      .filter(({ trigger }) => trigger.startsWith(start))
      .map((command) => ({
        Complete: command.trigger,
        Suggestion: command.trigger,
        Hint: command.auto_complete_hint,
        Description: command.auto_complete_desc,
        IconData: command.icon_url,
      }))
      .sort((one, other) => (one.Complete < other.Complete ? -1 : 1))
  }

  const { requireEnabled: _requireEnabled, findSuggested: _findSuggested, ...managed } = management
  return { ...managed, execute, respond: custom.respond, suggest }
}

const noResponse: CommandResponse = {
  response_type: '',
  text: '',
  username: '',
  channel_id: '',
  icon_url: '',
  type: '',
  props: null,
  goto_location: '',
  trigger_id: '',
  skip_slack_parsing: false,
  attachments: null,
  extra_responses: null,
}
