import { crc32 } from 'node:zlib'

/** A file of an archive. */
export type ZipEntry = { name: string; content: string }

const versionNeeded = 20
const utf8Names = 0x0800

/** An archive of a few small files, stored as they are (APPNOTE.TXT, 4.3). */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const content = Buffer.from(entry.content)
    const facts = describe(name, content)
    const head = Buffer.concat([bytes(4, 0x04034b50), facts, name])
    directory.push(
      Buffer.concat([
        bytes(4, 0x02014b50),
        bytes(2, versionNeeded),
        facts,
        // No comment, first disk, no attributes.
        Buffer.alloc(10),
        bytes(4, offset),
        name,
      ]),
    )
    parts.push(head, content)
    offset += head.length + content.length
  }
  const index = Buffer.concat(directory)
  const count = bytes(2, entries.length)
  const end = [bytes(4, 0x06054b50), bytes(4, 0), count, count, bytes(4, index.length)]
  return Buffer.concat([...parts, index, ...end, bytes(4, offset), bytes(2, 0)])
}

/** What local header and directory say alike, up to the length of what is extra. */
function describe(name: Buffer, content: Buffer): Buffer {
  const firstDay = 0x0021
  return Buffer.concat([
    bytes(2, versionNeeded),
    bytes(2, utf8Names),
    bytes(2, 0),
    bytes(2, 0),
    bytes(2, firstDay),
    bytes(4, crc32(content)),
    bytes(4, content.length),
    bytes(4, content.length),
    bytes(2, name.length),
    bytes(2, 0),
  ])
}

function bytes(length: 2 | 4, value: number): Buffer {
  const buffer = Buffer.alloc(length)
  buffer.writeUIntLE(value, 0, length)
  return buffer
}
