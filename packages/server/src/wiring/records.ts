import { erasureService } from '#domains/erasure/service.ts'
import type { FilesService } from '#domains/files/service.ts'
import { importsService } from '#domains/imports/service.ts'
import type { BotMessages } from '#domains/posts/bot-messages.ts'
import { reportExports as makeReportExports } from '#domains/reports/exporting.ts'
import { reportsService } from '#domains/reports/service.ts'
import { toUser } from '#domains/users/profile.ts'
import type { Accounts } from './accounts.ts'
import type { Conversation } from './conversation.ts'
import type { Foundation } from './foundation.ts'
import { importRules } from './import-rules.ts'
import type { Places } from './places.ts'

type Given = Foundation &
  Accounts &
  Places &
  Pick<Conversation, 'posts'> &
  Pick<Parameters<typeof erasureService>[0], 'eraseContent'> & {
    files: FilesService
    botMessages: BotMessages
  }

/** What goes over the whole of a workspace: reports, imports, erasure. */
export function wireRecords(given: Given) {
  const { keys, roles, sessions, defaultChannels, hashing, posts, files } = given
  const reports = reportsService({ ...given, showUser: (row) => toUser(row, 'admin') })
  return {
    reports,
    reportExports: makeReportExports({ ...given, reports }),
    imports: importsService({
      ...given,
      rules: importRules({ roles, defaultChannels, hashing }),
      files: files.imported,
      idKey: keys.derive('import-ids'),
    }),
    erasure: erasureService({
      ...given,
      erasePosts: (tx, postIds) => posts.eraseManyIn(tx, postIds),
      endSessions: (tx, userId) => sessions.endAll(tx, userId),
    }),
  }
}
