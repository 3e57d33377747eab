import { Parser } from 'htmlparser2'
import { readArchive } from './archives.ts'
import { TextSink } from './text-sink.ts'

export type TextKind = 'pdf' | 'ooxml' | 'odf' | 'zip' | 'markup' | 'plain'

export type TextSource = {
  kind: TextKind
  bytes: Uint8Array
  /** Whether files within archives are read too. */
  isRecursive: boolean
}

const kindsByExtension: Readonly<Record<string, TextKind>> = {
  docm: 'ooxml',
  docx: 'ooxml',
  dotx: 'ooxml',
  epub: 'zip',
  htm: 'markup',
  html: 'markup',
  odg: 'odf',
  odp: 'odf',
  ods: 'odf',
  odt: 'odf',
  pdf: 'pdf',
  potx: 'ooxml',
  ppsx: 'ooxml',
  pptm: 'ooxml',
  pptx: 'ooxml',
  xhtml: 'markup',
  xlsm: 'ooxml',
  xlsx: 'ooxml',
  xml: 'markup',
  zip: 'zip',
}

const textless =
  /^(?:7z|aac|avi|avif|bin|bmp|bz2|class|dll|dmg|doc|dylib|eot|exe|flac|gif|gz|heic|ico|iso|jar|jpe?g|m4[av]|mk[av]|mov|mp[34]|mpe?g|o|og[agv]|opus|otf|png|ppt|psd|rar|so|sqlite|svg|tar|tiff?|ttf|wav|web[amp]|wmv|woff2?|xls|xz|zst)$/

/** How to read a file of this extension; undefined where there is no text in it to be found. */
export function textKindOf(extension: string): TextKind | undefined {
  if (textless.test(extension)) return undefined
  return Object.hasOwn(kindsByExtension, extension) ? kindsByExtension[extension] : 'plain'
}

/** The text of a file as far as it goes, at most 1 MiB. Throws for what isn't of its kind. */
export async function readText(source: TextSource): Promise<string> {
  const sink = new TextSink()
  await readInto(sink, source)
  return sink.text()
}

async function readInto(sink: TextSink, source: TextSource): Promise<void> {
  switch (source.kind) {
    case 'pdf':
      return readPdf(sink, source.bytes)
    case 'markup':
      return readMarkup(sink, decode(source.bytes))
    case 'plain':
      if (!isBinary(source.bytes)) sink.add(decode(source.bytes))
      return
    default:
      return readArchive(sink, { ...source, kind: source.kind, readInner })
  }
}

/** A file in an archive; archives in archives stay closed, so that nothing unfolds without end. */
async function readInner(sink: TextSink, name: string, bytes: Uint8Array): Promise<void> {
  const kind = textKindOf(/\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '')
  if (kind === undefined || kind === 'zip') return
  await readInto(sink, { kind, bytes, isRecursive: false }).catch(() => undefined)
}

async function readPdf(sink: TextSink, bytes: Uint8Array): Promise<void> {
  // Large: loaded by those who need it.
  const { getDocumentProxy } = await import('unpdf')
  const pdf = await getDocumentProxy(bytes, { stopAtErrors: false })
  for (let number = 1; number <= pdf.numPages && !sink.isFull; number++) {
    const page = await pdf.getPage(number)
    const content = await page.getTextContent()
    for (const item of content.items) {
      if ('str' in item) sink.add(item.hasEOL ? `${item.str}\n` : item.str)
    }
    sink.add('\n')
    page.cleanup()
  }
}

const unseen = new Set(['script', 'style', 'template', 'noscript'])
const inline = new Set([
  'a',
  'b',
  'i',
  'u',
  's',
  'em',
  'strong',
  'span',
  'code',
  'mark',
  'sub',
  'sup',
])

function readMarkup(sink: TextSink, markup: string): void {
  let unseenDepth = 0
  const parser = new Parser(
    {
      onopentagname(name) {
        if (unseen.has(name)) unseenDepth++
        if (!inline.has(name)) sink.add(' ')
      },
      onclosetag(name) {
        if (unseen.has(name)) unseenDepth = Math.max(0, unseenDepth - 1)
        if (!inline.has(name)) sink.add(' ')
      },
      ontext(text) {
        if (unseenDepth === 0) sink.add(text)
      },
    },
    { decodeEntities: true },
  )
  parser.end(markup)
}

/** By its mark, else as UTF-8 where it is that, else as Western European. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    // As a stream: the last letter may have been cut in two.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 8_192)
  const hasMark = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  if (hasMark) return false
  const odd = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length
  return odd > head.length / 100
}
