import { ImportAttachment } from '@redoubt/wire/imports.ts'
import { Compile } from 'typebox/compile'
import type { ImportedFiles, ReceivedFile } from '#domains/files/service.ts'
import { LineError, toReason } from './lines.ts'

const validator = Compile(ImportAttachment)

/** The files that came beside the lines. */
export type BesideLines = {
  has(path: string): boolean
  read(path: string): AsyncIterable<Uint8Array>
}

type Receiving = { files: ImportedFiles; maxFiles: number; beside: BesideLines | undefined }

/** Names a file of an archive that isn't here. */
export function isElsewhere(attachment: unknown, beside: BesideLines | undefined): boolean {
  if (!validator.Check(attachment) || attachment.data !== undefined) return false
  return beside?.has(attachment.path) !== true
}

/** Whether there is anything to take in, or to complain of. */
export function hasContent(
  attachments: readonly unknown[],
  beside: BesideLines | undefined,
): boolean {
  return attachments.some((attachment) => !isElsewhere(attachment, beside))
}

/** How much text waits in these until they are written. */
export function attachmentCharacters(attachments: readonly unknown[]): number {
  return attachments.reduce<number>((sum, attachment) => {
    if (!validator.Check(attachment)) return sum
    return sum + attachment.path.length + (attachment.data?.length ?? 0)
  }, 0)
}

/**
 * Stores the attachments of one message, adding to `received` as it goes. Resolves to what is wrong
 * with those that are left out.
 */
export async function receiveAttachments(
  attachments: readonly unknown[],
  received: ReceivedFile[],
  { files, maxFiles, beside }: Receiving,
): Promise<string[]> {
  const brought = attachments.filter((attachment) => !isElsewhere(attachment, beside))
  const reasons: string[] = []
  for (const attachment of brought.slice(0, maxFiles)) {
    try {
      const { path, content } = contentOf(attachment, beside)
      received.push(await files.store(path, content))
    } catch (error) {
      reasons.push(toReason(error))
    }
  }
  if (brought.length > maxFiles) {
    reasons.push(`A message has at most ${maxFiles} attachments, this one has ${brought.length}.`)
  }
  return reasons
}

function contentOf(
  attachment: unknown,
  beside: BesideLines | undefined,
): { path: string; content: Buffer | AsyncIterable<Uint8Array> } {
  if (!validator.Check(attachment)) {
    throw new LineError('An attachment needs a path, and data for its content.')
  }
  const { path, data } = attachment
  if (data === undefined && beside) return { path, content: beside.read(path) }
  return { path, content: decode(path, data ?? '') }
}

function decode(path: string, data: string): Buffer {
  const content = Buffer.from(data, 'base64')
  // Node's decoder passes over whatever it doesn't know: such a file would arrive damaged.
  if (content.toString('base64') === data) return content
  throw new LineError(`The data of the attachment ${path.slice(0, 100)} isn't base64.`)
}
