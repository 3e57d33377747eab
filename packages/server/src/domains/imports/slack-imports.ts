import type { AuditsService } from '#domains/audits/service.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { Form, ReadForm } from '#platform/http/form.ts'
import { findAccounts } from './account-store.ts'
import { type ImportArchive, openArchive } from './archive.ts'
import { LineError } from './lines.ts'
import { findChannelByName } from './place-store.ts'
import type { ImportsService } from './service.ts'
import { readSlackExport, type SlackChannel } from './slack-export.ts'
import { addressOf, recognise, type SlackPerson, wishedName } from './slack-people.ts'
import { slackStream, type Target, type Team } from './slack-stream.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  teams: Pick<TeamsService, 'access'>
  channels: Pick<ChannelsService, 'accessToRead'>
  imports: Pick<ImportsService, 'run'>
}

/** Teams that come from Slack, as the archive that Slack exports. */
export function slackImports(deps: Deps) {
  const { db, transact, clock, config, roles, audits, teams, channels, imports } = deps

  /**
   * Takes an export into the team; resolves to an account of it in words. Whatever is there already
   * stays: the same export can be imported again.
   */
  async function run(actor: Actor, teamId: string, readForm: ReadForm): Promise<string> {
    const team = await teams.access(actor, teamId, 'import_team')
    if (config.bool('ExperimentalSettings.RestrictSystemAdmin')) {
      throw new AppError('api.restricted_system_admin', 403)
    }
    const file = toFile(
      await readForm({
        maxFileBytes: config.int('FileSettings.MaxFileSize'),
        tooLarge: () => new AppError('api.context.request_body_too_large.app_error', 413),
      }),
    )
    await transact((tx) =>
      audits.record(tx, { actor, action: 'importTeam', info: `team=${team.id} from=slack` }),
    )
    try {
      return (await take(actor, team, await openArchive(inMemory(file)))).join('\n')
    } catch (error) {
      if (!(error instanceof LineError)) throw error
      const params = { Reason: error.message }
      throw new AppError('api.slackimport.slack_import.zip.app_error', 400, {
        params,
        cause: error,
      })
    }
  }

  async function take(actor: Actor, team: Team, archive: ImportArchive): Promise<string[]> {
    const log = ['Slack import', '']
    const found = readSlackExport(archive)
    const users = await found.users()
    const people = await findPeople(actor, team, users, log)
    const { direct, large } = await findDirects(actor, found, log)
    const targets = await findTargets(actor, team, [...(await found.channels()), ...large], log)
    const names = {
      users: new Map(people.map(({ user, username }) => [user.id, username])),
      channels: new Map(targets.map(({ channel, name }) => [channel.id, name])),
      bots: new Map(users.filter(({ is_bot }) => is_bot).map(({ id, name }) => [id, name])),
    }
    const importer = await findImporter(team)
    const place = { names, importer: importer.username, has: archive.has }
    const stream = slackStream({
      clock,
      team,
      people,
      targets,
      direct,
      messages: found.messages,
      place,
      hasImporter: importer.isThere,
      log,
    })
    for await (const report of imports.run(stream.lines(), {
      strict: false,
      attachments: archive,
    })) {
      if ('error' in report) {
        log.push(`${stream.titleOf(report.line)}: ${report.error}`)
      } else if ('created' in report) {
        if (report.stopped) log.push(`The import stopped early: ${report.stopped}`)
        log.push('', 'Made:', ...Object.entries(report.created).map(toCount))
      }
    }
    return log
  }

  /**
   * Who of the export is who here. An address in a file proves nothing: without the whole system, one
   * imports for those alone who are in the team already, or have no account yet.
   */
  async function findPeople(
    actor: Actor,
    team: Team,
    users: Awaited<ReturnType<ReturnType<typeof readSlackExport>['users']>>,
    log: string[],
  ): Promise<SlackPerson[]> {
    const accounts = await findAccounts(db, {
      emails: users.map(addressOf),
      usernames: users.map(wishedName),
      teamId: team.id,
    })
    const isAdmin = roles.grants(actor, 'manage_system')
    const people = recognise(users, accounts, (account) => isAdmin || account.is_member)
    const known = people.filter(({ isKnown }) => isKnown).length
    log.push(`People: ${known} have an account already, ${people.length - known} get one.`)
    const strangers = users.filter(({ is_bot }) => !is_bot).length - people.length
    if (strangers > 0) log.push(`Left out with all they said: ${strangers} strangers.`)
    return people
  }

  /** What people said among themselves is for those alone who may see everything. */
  async function findDirects(
    actor: Actor,
    found: ReturnType<typeof readSlackExport>,
    log: string[],
  ): ReturnType<typeof found.directs> {
    const { direct, large } = await found.directs()
    if (roles.grants(actor, 'manage_system')) return { direct, large }
    const count = direct.length + large.length
    if (count > 0)
      log.push(`Left out: ${count} direct and group messages, for you may not see them.`)
    return { direct: [], large: [] }
  }

  /** The account that writes what programs said: one for each team, which nobody logs in with. */
  async function findImporter(team: Team): Promise<{ username: string; isThere: boolean }> {
    const username = `slackimportuser_${team.id}`
    const known = await findAccounts(db, { emails: [], usernames: [username], teamId: team.id })
    return { username, isThere: known.length > 0 }
  }

  /** Existing channels of the same name take the messages in, if the actor may read them. */
  async function findTargets(
    actor: Actor,
    team: Team,
    found: SlackChannel[],
    log: string[],
  ): Promise<Target[]> {
    const targets: Target[] = []
    for (const channel of found) {
      const name = toName(channel)
      const existing = await findChannelByName(db, team.id, name)
      const isOpen =
        !existing || (await channels.accessToRead(actor, existing.id).catch(() => undefined))
      if (isOpen) targets.push({ channel, name })
      else log.push(`~${name}: left out, for there is a channel of this name that isn't yours.`)
      if (existing && isOpen) log.push(`~${name}: goes into the channel that is there.`)
    }
    return targets
  }

  return { run }
}

function toFile(form: Form | undefined): Buffer {
  if (!form) throw new AppError('api.payload.parse.error', 400)
  const from = form.fields.get('importFrom')
  if (!from) throw new AppError('api.team.import_team.no_import_from.app_error', 400)
  if (!/^\d{1,18}$/.test(form.fields.get('filesize') ?? '')) {
    throw new AppError('api.team.import_team.integer.app_error', 400)
  }
  const [file, ...others] = form.files.get('file') ?? []
  if (!file) throw new AppError('api.team.import_team.no_file.app_error', 400)
  if (others.length > 0) throw new AppError('api.team.import_team.array.app_error', 400)
  if (from !== 'slack') {
    throw new AppError('api.team.import_team.unknown_import_from.app_error', 400)
  }
  return file
}

function inMemory(file: Buffer) {
  return {
    sizeBytes: file.length,
    async *read({ start, end }: { start: number; end: number }) {
      yield file.subarray(start, end)
    },
  }
}

function toName({ id, name }: SlackChannel): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 64)
  return plain.length > 1 ? plain : `slack-${id.toLowerCase()}`
}

function toCount([kind, count]: [string, number]): string {
  return `- ${count} × ${kind}`
}
