import { type ImportLine, importLines } from '@redoubt/wire/imports.ts'
import { Compile } from 'typebox/compile'
import { AppError, errorMessage } from '#platform/app-error.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'

/** Something about one line of the file that can't be taken as it is. The message is a sentence. */
export class LineError extends Error {
  override readonly name = 'LineError'
}

/** What is wrong with which line. */
export type Problem = { line: number; error: string }

/** What is wrong with a line, as a sentence. Throws what isn't the line's fault. */
export function toReason(error: unknown): string {
  if (error instanceof LineError) return error.message
  if (error instanceof AppError && error.status < 500) return errorMessage(error.id, error.params)
  if (violatedConstraint(error)) {
    return 'Something of this name was made at the same moment: import the line again.'
  }
  throw error
}

/** A line as it came, or what is wrong with its bytes. */
export type RawLine = { number: number; text: string } | { number: number; problem: string }

const maxLineBytes = 16 * 1024 * 1024
const newline = 0x0a

/** Cuts a stream into lines and holds at most one of them; blank ones are passed over. */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<RawLine> {
  let pieces: Buffer[] = []
  let size = 0
  let number = 0
  const add = (piece: Buffer) => {
    size += piece.length
    if (size > maxLineBytes) pieces = []
    else pieces.push(piece)
  }
  const take = (): RawLine | undefined => {
    number++
    const line = size > maxLineBytes ? tooLong(number) : decode(number, Buffer.concat(pieces))
    pieces = []
    size = 0
    return 'text' in line && line.text.trim() === '' ? undefined : line
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      add(chunk.subarray(from, end))
      from = end + 1
      const line = take()
      if (line) yield line
    }
    add(chunk.subarray(from))
  }
  const last = size > 0 ? take() : undefined
  if (last) yield last
}

function tooLong(number: number): RawLine {
  return { number, problem: 'The line is longer than 16 MiB.' }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function decode(number: number, bytes: Buffer): RawLine {
  try {
    return { number, text: decoder.decode(bytes) }
  } catch {
    return { number, problem: "The line isn't UTF-8." }
  }
}

const validators = {
  version: Compile(importLines.version),
  team: Compile(importLines.team),
  channel: Compile(importLines.channel),
  user: Compile(importLines.user),
  post: Compile(importLines.post),
  direct_channel: Compile(importLines.direct_channel),
  direct_post: Compile(importLines.direct_post),
}

/** Kinds that the format has and this server doesn't keep. */
const skippedTypes = ['role', 'scheme', 'bot', 'emoji'] as const
export type SkippedType = (typeof skippedTypes)[number]

/** The line's content, or the kind that is passed over. Throws a LineError for anything else. */
export function parseLine(text: string): ImportLine | { skipped: SkippedType } {
  const value = withoutNulls(parseJson(text))
  const type = isObject(value) ? value.type : undefined
  const skipped = skippedTypes.find((name) => name === type)
  if (skipped) return { skipped }
  if (typeof type !== 'string' || !isImported(type)) {
    throw new LineError(`The line needs a type: ${Object.keys(validators).join(', ')}.`)
  }
  const validator = validators[type]
  if (!validator.Check(value)) throw new LineError(describe(validator.Errors(value)))
  return value as ImportLine
}

function isImported(type: string): type is ImportLine['type'] {
  return Object.hasOwn(validators, type)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new LineError("The line isn't JSON.")
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const maxDepth = 60

/** Exporters write null for what isn't there. Also refuses text that no database column takes. */
function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) throw new LineError('The line is nested too deeply.')
  if (typeof value === 'string') return requireStorable(value)
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1))
  if (!isObject(value)) return value
  const entries = Object.entries(value).filter(([, item]) => item !== null)
  return Object.fromEntries(
    entries.map(([key, item]) => [requireStorable(key), withoutNulls(item, depth + 1)]),
  )
}

function requireStorable(text: string): string {
  if (text.isWellFormed() && !text.includes('\0')) return text
  throw new LineError('The line has a character that no text may contain: NUL or half a pair.')
}

type Complaint = { instancePath: string; message: string }

/** The first complaint as a sentence: which field, and what is wrong with it. */
function describe(complaints: readonly Complaint[]): string {
  const [first] = complaints
  const field = first?.instancePath.split('/').filter(Boolean).join('.')
  return `${field || 'The line'} ${first?.message ?? 'is not valid'}.`
}
