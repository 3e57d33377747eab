import { erasureService } from '#domains/erasure/service.ts'
import type { FilesService } from '#domains/files/service.ts'
import { importDeletion, importWork } from '#domains/imports/archive-job.ts'
import type { ImportFiles } from '#domains/imports/import-files.ts'
import { importsService } from '#domains/imports/service.ts'
import { slackImports } from '#domains/imports/slack-imports.ts'
import type { JobsService } from '#domains/jobs/service.ts'
import type { BotMessages } from '#domains/posts/bot-messages.ts'
import { reportExports as makeReportExports } from '#domains/reports/exporting.ts'
import { reportsService } from '#domains/reports/service.ts'
import type { textExtraction } from '#domains/search/extraction.ts'
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
    importFiles: ImportFiles
    texts: Pick<ReturnType<typeof textExtraction>, 'job'>
    jobs: JobsService
    botMessages: BotMessages
  }

/** What goes over the whole of a workspace: reports, imports, erasure. */
export function wireRecords(given: Given) {
  const {
    keys,
    roles,
    sessions,
    defaultChannels,
    hashing,
    posts,
    files,
    importFiles,
    texts,
    jobs,
  } = given
  const reports = reportsService({ ...given, showUser: (row) => toUser(row, 'admin') })
  const imports = importsService({
    ...given,
    rules: importRules({ roles, defaultChannels, hashing }),
    files: files.imported,
    idKey: keys.derive('import-ids'),
  })
  jobs.define('extract_content', texts.job)
  jobs.define('import_process', importWork({ imports, files: importFiles }))
  jobs.define('import_delete', importDeletion({ files: importFiles }))
  return {
    reports,
    reportExports: makeReportExports({ ...given, reports }),
    imports,
    slackImports: slackImports({ ...given, imports }),
    erasure: erasureService({
      ...given,
      erasePosts: (tx, postIds) => posts.eraseManyIn(tx, postIds),
      endSessions: (tx, userId) => sessions.endAll(tx, userId),
    }),
  }
}
