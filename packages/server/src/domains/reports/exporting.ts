import type { UserReportFilter } from '@redoubt/wire/reports.ts'
import type { FilesService } from '#domains/files/service.ts'
import type { BotMessages } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact } from '#platform/db/database.ts'
import { toRfc3339 } from '#platform/rfc3339.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import type { ReportsService } from './service.ts'

type Deps = {
  transact: Transact
  clock: Clock
  roles: RolesService
  tasks: Tasks
  reports: Pick<ReportsService, 'requireGood' | 'writeUsers'>
  files: Pick<FilesService, 'upload'>
  botMessages: BotMessages
}

type Wish = { user_id: string; asked_at: number; filter: UserReportFilter }

/** The report on people as a file, sent to whoever asked for it. */
export function reportExports(deps: Deps) {
  const { transact, clock, roles, tasks, reports, files, botMessages } = deps
  const exporting = tasks.define<Wish>('reports.export_users', { run: send })

  /** Has the file made and sent; who asks twice for the same gets it once. */
  async function start(actor: Actor, filter: UserReportFilter): Promise<void> {
    roles.require(actor, 'manage_system')
    reports.requireGood(filter)
    const wish = { user_id: actor.userId, asked_at: clock(), filter }
    const key = `${actor.userId}:${JSON.stringify(filter)}`
    await transact((tx) => exporting.add(tx, wish, { key }))
  }

  async function send({ user_id, asked_at, filter }: Wish): Promise<void> {
    const name = `users-${toRfc3339(asked_at).slice(0, 10)}.csv`
    await botMessages.tell(user_id, {
      message: {
        en: 'Here is the report on people that you asked for.',
        de: 'Hier ist der Bericht über Personen, den du angefordert hast.',
      },
      key: `users-export:${user_id}:${asked_at}`,
      attach: async (bot, channelId) => {
        const { file_infos } = await files.upload(bot, parts(channelId, name, filter))
        return file_infos.map((file) => file.id)
      },
    })
  }

  async function* parts(channelId: string, name: string, filter: UserReportFilter) {
    yield { kind: 'channel_id' as const, value: channelId }
    yield { kind: 'file' as const, name, source: toBytes(reports.writeUsers(filter)) }
  }

  return { start }
}

async function* toBytes(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text)
}
