import { CommandAnswer } from '@redoubt/wire/commands.ts'
import { Value } from 'typebox/value'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Programs } from '#domains/integrations/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, actorOf } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { OutgoingError } from '#platform/net/outgoing.ts'
import type { commandAnswering } from './answering.ts'
import { type ListItem, ListItems, listAddress } from './autocomplete-data.ts'
import type { CommandPlace } from './built-in.ts'
import {
  type CommandRow,
  findCommand,
  findCommandWebhook,
  insertCommandWebhook,
  useCommandWebhook,
} from './store.ts'
import type { Typed } from './suggesting.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  users: Pick<UsersService, 'getRow' | 'byUsernames'>
  teams: Pick<TeamsService, 'accessToView'>
  channels: Pick<ChannelsService, 'access' | 'accessToRead'>
  programs: Programs
  findMentionedNames: (text: string) => Set<string>
  /** The public channels of a team that a text names. */
  findNamedChannels: (teamId: string, text: string) => Promise<{ id: string; name: string }[]>
  answering: ReturnType<typeof commandAnswering>
}

/** A call as the program hears of it. */
export type CustomCall = {
  place: CommandPlace
  rest: string
  triggerId: string
  /** Under which address the caller reaches this server. */
  origin: string
}

/** Where somebody is typing a command. */
export type SuggestionPlace = {
  teamId: string
  /** '' where the client doesn't say. */
  channelId: string
  rootId: string
  origin: string
}

type ListCall = {
  command: CommandRow
  place: SuggestionPlace
  url: string
  typed: Typed
}

const maxUses = 5
const maxItems = 200
const responseMs = 30 * 60_000
const maxNames = 20

/** Commands whose work a program does. */
export function customCommands(deps: Deps) {
  const { db, transact, clock, config, users, teams, channels, programs, answering } = deps
  const { findMentionedNames, findNamedChannels } = deps

  /** Calls the program and says what it answers. Throws 500, as clients expect, where it fails. */
  async function run(command: CommandRow, call: CustomCall): Promise<CommandAnswer> {
    const { actor, channel, rootId } = call.place
    const caller = await users.getRow(actor.userId)
    const form = await toForm(command, call, caller)
    const answer = await ask(command, form)
    await answering.answer({ caller, channel, rootId, command }, answer)
    return answer
  }

  async function toForm(
    command: CommandRow,
    { place, rest, triggerId, origin }: CustomCall,
    caller: UserRow,
  ): Promise<URLSearchParams> {
    const { actor, channel, teamId, rootId } = place
    const team = await teams.accessToView(actor, teamId)
    const form = new URLSearchParams({
      token: command.token,
      team_id: team.id,
      team_domain: team.name,
      channel_id: channel.id,
      channel_name: channel.name,
      user_id: caller.id,
      user_name: caller.username,
      command: `/${command.trigger}`,
      text: rest,
      trigger_id: triggerId,
      response_url: `${siteUrl(origin)}/hooks/commands/${await openResponse(command, place)}`,
    })
    if (rootId) form.set('root_id', rootId)
    await addMentions(form, actor, teamId, rest)
    return form
  }

  async function addMentions(
    form: URLSearchParams,
    actor: Actor,
    teamId: string,
    text: string,
  ): Promise<void> {
    const names = [...findMentionedNames(text)].slice(0, maxNames)
    const people = names.length > 0 ? await users.byUsernames(actor, names) : []
    for (const { id, username } of people) {
      form.append('user_mentions', username)
      form.append('user_mentions_ids', id)
    }
    for (const { id, name } of await findNamedChannels(teamId, text)) {
      const channel = await channels.accessToRead(actor, id).catch(() => undefined)
      if (!channel) continue
      form.append('channel_mentions', name)
      form.append('channel_mentions_ids', id)
    }
  }

  function siteUrl(origin: string): string {
    return (config.string('ServiceSettings.SiteURL') || origin).replace(/\/+$/, '')
  }

  async function openResponse(command: CommandRow, place: CommandPlace): Promise<string> {
    const now = clock()
    const row = {
      id: newId(now),
      create_at: now,
      command_id: command.id,
      user_id: place.actor.userId,
      channel_id: place.channel.id,
      root_id: place.rootId,
      use_count: 0,
    }
    await transact.single((tx) => insertCommandWebhook(tx, row))
    return row.id
  }

  async function ask(command: CommandRow, form: URLSearchParams): Promise<CommandAnswer> {
    const headers = { Authorization: `Token ${command.token}` }
    const call =
      command.method === 'G'
        ? programs.call(withQuery(command.url, form), { method: 'GET', headers })
        : programs.call(command.url, {
            headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
            body: form.toString(),
          })
    const { status, type, text } = await call.catch((error: unknown) => {
      throw error instanceof OutgoingError
        ? failure('api.command.execute_command.failed.app_error', command, error)
        : error
    })
    const answer = status === 200 ? toAnswer(type, text) : undefined
    if (answer) return answer
    throw failure('api.command.execute_command.failed_resp.app_error', command)
  }

  /** The choices that the program offers; none where it fails, for nobody waits for them. */
  async function fetchItems(
    actor: Actor,
    { command, place, url, typed }: ListCall,
  ): Promise<ListItem[]> {
    const address = listAddress(url, command.url)
    if (!address) return []
    if (place.channelId) await channels.accessToRead(actor, place.channelId)
    const query = new URLSearchParams({
      user_input: `/${typed.parsed}${typed.rest}`,
      parsed: typed.parsed,
      channel_id: place.channelId,
      team_id: place.teamId,
      root_id: place.rootId,
      user_id: actor.userId,
      site_url: siteUrl(place.origin),
    })
    const headers = { Authorization: `Token ${command.token}` }
    try {
      const { status, text } = await programs.call(withQuery(address.href, query), {
        method: 'GET',
        headers,
      })
      const items = status === 200 ? programs.parse(text) : undefined
      return Value.Check(ListItems, items) ? items.slice(0, maxItems) : []
    } catch (error) {
      if (!(error instanceof OutgoingError)) throw error
      return []
    }
  }

  /** JSON is taken at its word, any other text is shown. */
  function toAnswer(type: string, text: string): CommandAnswer | undefined {
    if (type !== 'application/json') return { text }
    const answer = programs.parse(text)
    return Value.Check(CommandAnswer, answer) ? answer : undefined
  }

  /** What the program says later, at the address that it was given with the call. */
  async function respond(id: string, type: string, text: string): Promise<void> {
    const given = toAnswer(type, text)
    if (!given) throw new AppError('web.command_webhook.parse.app_error', 400)
    try {
      await say(id, given)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const general = 'web.command_webhook.general.app_error'
      throw new AppError(general, error.status, { cause: error })
    }
  }

  async function say(id: string, given: CommandAnswer): Promise<void> {
    const response = await findCommandWebhook(db, id, clock() - responseMs)
    const command = response && (await findCommand(db, response.command_id))
    if (!command) throw new AppError('app.command_webhook.get.missing', 404)
    const caller = await users.getRow(response.user_id)
    if (caller.delete_at > 0) throw new AppError('app.command_webhook.get.missing', 404)
    const channel = await channels.access(actorOf(caller), response.channel_id, 'create_post')
    const isFree = await transact.single((tx) => useCommandWebhook(tx, id, maxUses))
    if (!isFree) throw new AppError('app.command_webhook.try_use.invalid', 400)
    await answering.answer({ caller, channel, rootId: response.root_id, command }, given)
  }

  return { run, respond, fetchItems }
}

/** Before this, addresses of responses have ended. */
export function responsesEndedAt(now: number): number {
  return now - responseMs
}

function withQuery(url: string, form: URLSearchParams): string {
  const to = new URL(url)
  for (const [name, value] of form) to.searchParams.append(name, value)
  return to.href
}

function failure(
  id:
    | 'api.command.execute_command.failed.app_error'
    | 'api.command.execute_command.failed_resp.app_error',
  command: CommandRow,
  cause?: unknown,
): AppError {
  return new AppError(id, 500, { params: { Trigger: command.trigger }, cause })
}
