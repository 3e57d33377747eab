import type { ImportLine, ImportReport, ImportSummary } from '@redoubt/wire/imports.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { ImportedFiles } from '#domains/files/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { attachmentCharacters, type BesideLines, hasContent, isElsewhere } from './attachments.ts'
import { importDirectChannels } from './direct-channels.ts'
import { makeDirectory } from './directory.ts'
import { LineError, type Problem, parseLine, type RawLine, splitLines, toReason } from './lines.ts'
import { importMemberships } from './memberships.ts'
import type { Outcome } from './outcome.ts'
import { importPeople } from './people.ts'
import { importPlaces } from './places.ts'
import { importPosts, type QueuedPost } from './posts.ts'
import { preparePosts } from './preparing.ts'
import type { ImportRules } from './rules.ts'

export type ImportsService = ReturnType<typeof importsService>

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  rules: ImportRules
  files: ImportedFiles
  idKey: Buffer
}

type Options = {
  /** Stop at the first line that is wrong. */
  strict: boolean
  /** Where attachments are whose lines don't bring their content. */
  attachments?: BesideLines
}

type PeopleLine = Exclude<ImportLine, { type: 'version' | 'post' | 'direct_post' }>
type PostLine = Extract<ImportLine, { type: 'post' | 'direct_post' }>

const postsPerBatch = 500
const charactersPerBatch = 4 * 1024 * 1024
const linesPerReport = 500

/** Bulk imports: what other systems export, read line by line. */
export function importsService({ db, transact, clock, config, rules, files, idKey }: Deps) {
  let running = 0

  /**
   * Takes a file in as it arrives, holding no more than a batch of it, and tells what is wrong with
   * which line, how far it is, and at the end what has become of it. Whatever was there already
   * stays as it is, so that a file can be imported again. Nobody is notified of anything.
   */
  async function* run(
    body: AsyncIterable<Buffer>,
    { strict, attachments }: Options,
  ): AsyncGenerator<ImportReport> {
    const summary: ImportSummary = {
      done: false,
      lines: 0,
      errors: 0,
      created: {},
      updated: {},
      skipped: {},
    }
    const writer = openWriter(summary, strict, attachments)
    const newProblems = () => {
      const problems = writer.takeProblems()
      summary.errors += problems.length
      return problems
    }
    running++
    try {
      for await (const raw of splitLines(body)) {
        const isFirst = summary.lines === 0
        summary.lines++
        await take(raw, isFirst, writer)
        if (writer.isFull()) await writer.flush()
        const problems = newProblems()
        yield* problems
        if (problems.length > 0 && (isFirst || strict)) break
        if (summary.lines % linesPerReport === 0) yield progress(summary)
      }
      await writer.flush()
      yield* newProblems()
      const reason = reasonToStop(summary, writer.hasVersion(), strict)
      if (reason) summary.stopped = reason
      summary.done = reason === undefined
    } catch (error) {
      // The answer has begun: what failed can only be said in it.
      summary.stopped = describeFailure(error)
      yield summary
      throw error
    } finally {
      running--
    }
    yield summary
  }

  function openWriter(summary: ImportSummary, strict: boolean, beside: BesideLines | undefined) {
    const directory = makeDirectory(db, rules)
    const defaultLocale = config.string('LocalizationSettings.DefaultClientLocale') || 'en'
    const memberships = importMemberships({ clock, rules, directory })
    const shared = { transact, clock, rules, directory, memberships }
    const places = {
      ...importPlaces(shared),
      ...importPeople({ ...shared, defaultLocale }),
      ...importDirectChannels(shared),
    }
    const { prepare, prepareDirect } = preparePosts({ clock, rules, directory, idKey })
    const posts = importPosts({ db, transact, clock, rules, files, beside })
    let batch: QueuedPost[] = []
    let problems: Problem[] = []
    let characters = 0
    let hasVersion = false

    async function add(line: PostLine, number: number): Promise<void> {
      const isDirect = line.type === 'direct_post'
      const prepared = isDirect ? await prepareDirect(line.direct_post) : await prepare(line.post)
      for (const post of prepared) {
        batch.push({ ...post, line: number })
        characters += post.message.length + attachmentCharacters(post.attachments)
        const missing = post.attachments.filter((attachment) => isElsewhere(attachment, beside))
        addTo(summary.skipped, 'attachment', missing.length)
      }
    }

    async function flush(): Promise<void> {
      const written = batch
      batch = []
      characters = 0
      if (written.length === 0) return
      const outcome = await posts.write(written)
      addTo(summary.created, 'post', outcome.posts)
      addTo(summary.created, 'reply', outcome.replies)
      addTo(summary.created, 'reaction', outcome.reactions)
      addTo(summary.created, 'attachment', outcome.attachments)
      problems.push(...outcome.problems)
    }

    async function write(line: PeopleLine): Promise<void> {
      const outcome = await writePlace(places, line)
      if (outcome !== 'unchanged') addTo(summary[outcome], line.type, 1)
      if (line.type === 'user') config.accountsExist()
    }

    return {
      add,
      write,
      flush,
      isFull: () =>
        batch.length >= postsPerBatch ||
        characters >= charactersPerBatch ||
        // Whether an attachment can be taken shows when it is written: strict can't wait for that.
        (strict && batch.some((post) => hasContent(post.attachments, beside))),
      refuse: (problem: Problem) => problems.push(problem),
      takeProblems() {
        const taken = problems
        problems = []
        return taken
      },
      hasVersion: () => hasVersion,
      setVersion() {
        hasVersion = true
      },
      skip: (type: string) => addTo(summary.skipped, type, 1),
    }
  }

  return {
    run,
    /** Whether a file is being taken in: the workspace isn't idle then. */
    isRunning: () => running > 0,
  }
}

type Writer = {
  add(line: PostLine, number: number): Promise<void>
  write(line: PeopleLine): Promise<void>
  flush(): Promise<void>
  setVersion(): void
  skip(type: string): void
  refuse(problem: Problem): void
}

/** Takes one line, or tells the writer what is wrong with it. */
async function take(raw: RawLine, isFirst: boolean, writer: Writer): Promise<void> {
  try {
    if ('problem' in raw) throw new LineError(raw.problem)
    const line = parseLine(raw.text)
    const isVersion = 'type' in line && line.type === 'version'
    if (isFirst !== isVersion) {
      throw new LineError('The first line, and no other, is {"type":"version","version":1}.')
    }
    if ('skipped' in line) writer.skip(line.skipped)
    else await takeLine(line, raw.number, writer)
  } catch (error) {
    writer.refuse({ line: raw.number, error: toReason(error) })
  }
}

async function takeLine(line: ImportLine, number: number, writer: Writer): Promise<void> {
  switch (line.type) {
    case 'version':
      return writer.setVersion()
    case 'post':
    case 'direct_post':
      return writer.add(line, number)
    default:
      // Lines may build on the posts before them.
      await writer.flush()
      return writer.write(line)
  }
}

type Places = ReturnType<typeof importPlaces> &
  ReturnType<typeof importPeople> &
  ReturnType<typeof importDirectChannels>

function writePlace(places: Places, line: PeopleLine): Promise<Outcome> {
  switch (line.type) {
    case 'team':
      return places.team(line.team)
    case 'channel':
      return places.channel(line.channel)
    case 'user':
      return places.user(line.user)
    case 'direct_channel':
      return places.directChannel(line.direct_channel)
  }
}

function progress({ lines, errors }: ImportSummary): ImportReport {
  return { lines, errors }
}

function reasonToStop(
  { lines, errors }: ImportSummary,
  hasVersion: boolean,
  isStrict: boolean,
): string | undefined {
  if (lines === 0) return 'The file is empty.'
  if (!hasVersion) return "The file doesn't begin with its version."
  return isStrict && errors > 0 ? 'A line is wrong, and the import is strict.' : undefined
}

function describeFailure(error: unknown): string {
  const isAborted = error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
  return isAborted
    ? 'The file broke off.'
    : 'The server failed; its log says why. Import the file again once that is mended.'
}

function addTo(counts: Record<string, number>, name: string, count: number): void {
  if (count > 0) counts[name] = (counts[name] ?? 0) + count
}
