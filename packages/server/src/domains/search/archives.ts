import { SaxesParser } from 'saxes'
import { fromBufferPromise } from 'yauzl'
import type { TextSink } from './text-sink.ts'

type Archive = {
  kind: 'ooxml' | 'odf' | 'zip'
  bytes: Uint8Array
  isRecursive: boolean
  readInner: (sink: TextSink, name: string, bytes: Uint8Array) => Promise<void>
}

const maxEntries = 5_000
/** Of all entries together, unpacked: what is small on disk may be endless unfolded. */
const maxUnpackedBytes = 32 * 1024 * 1024

/** Which parts of an office file hold text. */
const parts = {
  ooxml:
    /^(?:word\/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)|ppt\/(?:slides|notesSlides)\/[^/]+|xl\/sharedStrings|xl\/worksheets\/[^/]+)\.xml$/,
  odf: /^content\.xml$/,
} as const

/** Text in a zip: of an office file's parts; else the names of its files and, if wished, what is in them. */
export async function readArchive(sink: TextSink, archive: Archive): Promise<void> {
  const { kind, isRecursive } = archive
  const zip = await fromBufferPromise(
    Buffer.from(archive.bytes.buffer, archive.bytes.byteOffset, archive.bytes.byteLength),
    {
      lazyEntries: true,
    },
  )
  let room = maxUnpackedBytes
  let entries = 0
  for await (const entry of zip.eachEntry()) {
    if (sink.isFull || room <= 0 || ++entries > maxEntries) break
    const name = entry.fileName
    if (kind === 'zip') sink.add(`${name}\n`)
    const isWanted = kind === 'zip' ? isRecursive && !name.endsWith('/') : parts[kind].test(name)
    if (!isWanted || entry.isEncrypted()) continue
    const unpacked = await unpack(() => zip.openReadStreamPromise(entry), room)
    room -= unpacked.length
    if (kind === 'zip') await archive.readInner(sink, name, unpacked)
    else readXml(sink, unpacked.toString('utf8'), kind === 'odf')
    sink.add('\n')
  }
}

/** At most `maxBytes` of an entry; what is broken is as long as it could be read. */
async function unpack(
  open: () => Promise<AsyncIterable<Buffer>>,
  maxBytes: number,
): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of await open()) {
      pieces.push(piece)
      size += piece.length
      if (size >= maxBytes) break
    }
  } catch {
    // A broken entry ends where it breaks.
  }
  return Buffer.concat(pieces).subarray(0, maxBytes)
}

/** After these a word can't go on. */
const separating = new Set(['p', 'h', 'br', 'cr', 'tab', 's', 'line-break', 'si', 'is', 'c', 'row'])

/** Office Open XML keeps text in elements called `t`, OpenDocument anywhere in its body. */
function readXml(sink: TextSink, xml: string, isAnywhere: boolean): void {
  const parser = new SaxesParser({ fragment: false })
  let textDepth = isAnywhere ? 1 : 0
  parser.on('opentag', ({ name }) => {
    if (localName(name) === 't') textDepth++
  })
  parser.on('closetag', ({ name }) => {
    const local = localName(name)
    if (local === 't') textDepth--
    if (separating.has(local)) sink.add(' ')
  })
  parser.on('text', (text) => {
    if (textDepth > 0) sink.add(text)
  })
  parser.on('error', (error) => {
    throw error
  })
  try {
    parser.write(xml).close()
  } catch {
    // What came before the mistake counts.
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
