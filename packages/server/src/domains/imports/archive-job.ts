import type { JobsService } from '#domains/jobs/service.ts'
import { type ImportArchive, openArchive } from './archive.ts'
import type { ImportFiles } from './import-files.ts'
import { LineError } from './lines.ts'
import type { ImportsService } from './service.ts'

type JobWork = Parameters<JobsService['define']>[1]

type Deps = {
  imports: Pick<ImportsService, 'run'>
  files: Pick<ImportFiles, 'open' | 'removeOld'>
}

/** As many complaints as an administrator reads. */
const maxShownErrors = 20

/** Takes in an archive that was uploaded: lines, and the files that these name. */
export function importWork({ imports, files }: Deps): JobWork {
  return async ({ data, progress }) => {
    const source = await files.open(data.import_file ?? '')
    if (!source) throw new LineError('There is no import of this name.')
    const archive = await openArchive(source)
    const name = [...archive.names()].find((one) => /^[^/]+\.jsonl$/.test(one))
    if (!name) throw new LineError('The archive has no JSONL file on its top level.')
    const counted = counting(archive.read(name))
    const shown: string[] = []
    const told = () => (shown.length > 0 ? { errors: shown.join('\n') } : undefined)
    const of = { strict: false, attachments: attachmentsOf(archive) }
    for await (const report of imports.run(counted.bytes, of)) {
      if ('error' in report) {
        if (shown.length < maxShownErrors) shown.push(`${report.line}: ${report.error}`)
        continue
      }
      const percent = (100 * counted.size()) / Math.max(1, archive.sizeOf(name))
      await progress(Math.min(99, percent), { line_number: String(report.lines), ...told() })
      if ('stopped' in report && report.stopped) throw new LineError(report.stopped)
      if ('created' in report) await progress(99, { created: JSON.stringify(report.created) })
    }
    return told()
  }
}

/** Removes archives that were kept for long enough. */
export function importDeletion({ files }: Pick<Deps, 'files'>): JobWork {
  return async () => ({ deleted: String(await files.removeOld()) })
}

/** Exports name their files by the path below their folder. */
function attachmentsOf(archive: ImportArchive) {
  const find = (path: string) => [`data/${path}`, path].find((name) => archive.has(name))
  return {
    has: (path: string): boolean => find(path) !== undefined,
    read: (path: string): AsyncIterable<Buffer> => archive.read(find(path) ?? path),
  }
}

function counting(source: AsyncIterable<Buffer>) {
  let size = 0
  async function* pass() {
    for await (const piece of source) {
      size += piece.length
      yield piece
    }
  }
  return { bytes: pass(), size: () => size }
}
