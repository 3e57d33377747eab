const maxNameLength = 255
// Letters that turn the direction of a text can make `exe.gpj` look like a picture.
const invisible = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** The last part of whatever path a client sent, without what can't be seen; never empty. */
export function toFileName(sent: string): string {
  const last = sent.toWellFormed().split(/[\\/]/).at(-1) ?? ''
  const name = last.replace(invisible, '').trim().normalize('NFC')
  if (name === '' || name === '.' || name === '..') return 'file'
  if (name.length <= maxNameLength) return name
  const extension = extensionOf(name)
  const tail = extension.length < 20 ? `.${extension}` : ''
  return `${name.slice(0, maxNameLength - tail.length)}${tail}`.toWellFormed()
}

/** In lower case, without the dot; '' where there is none. */
export function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

const unknownType = 'application/octet-stream'
const office = 'application/vnd.openxmlformats-officedocument'

const typesByExtension: Readonly<Record<string, string>> = {
  '7z': 'application/x-7z-compressed',
  aac: 'audio/aac',
  avi: 'video/x-msvideo',
  avif: 'image/avif',
  bmp: 'image/bmp',
  css: 'text/css',
  csv: 'text/csv',
  doc: 'application/msword',
  docx: `${office}.wordprocessingml.document`,
  eml: 'message/rfc822',
  epub: 'application/epub+zip',
  flac: 'audio/flac',
  gif: 'image/gif',
  gz: 'application/gzip',
  heic: 'image/heic',
  htm: 'text/html',
  html: 'text/html',
  ics: 'text/calendar',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  log: 'text/plain',
  m4a: 'audio/mp4',
  m4v: 'video/x-m4v',
  md: 'text/markdown',
  mjs: 'text/javascript',
  mkv: 'video/x-matroska',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  mpeg: 'video/mpeg',
  mpg: 'video/mpeg',
  odp: 'application/vnd.oasis.opendocument.presentation',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odt: 'application/vnd.oasis.opendocument.text',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  ogv: 'video/ogg',
  opus: 'audio/ogg',
  pdf: 'application/pdf',
  png: 'image/png',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: `${office}.presentationml.presentation`,
  psd: 'image/vnd.adobe.photoshop',
  rar: 'application/vnd.rar',
  rtf: 'application/rtf',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  txt: 'text/plain',
  wav: 'audio/wav',
  weba: 'audio/webm',
  webm: 'video/webm',
  webp: 'image/webp',
  wmv: 'video/x-ms-wmv',
  xhtml: 'application/xhtml+xml',
  xls: 'application/vnd.ms-excel',
  xlsx: `${office}.spreadsheetml.sheet`,
  xml: 'text/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  zip: 'application/zip',
}

/** The type that goes with an extension: what a client claims about a file counts for nothing. */
export function mimeTypeOf(extension: string): string {
  return Object.hasOwn(typesByExtension, extension)
    ? (typesByExtension[extension] ?? unknownType)
    : unknownType
}

/** Whether a browser may show the file in place: pictures, sound and film without scripts in them. */
export function isShownInline(mimeType: string): boolean {
  return /^(image|audio|video)\//.test(mimeType) && mimeType !== 'image/svg+xml'
}

const scriptable = /html|xml|javascript|ecmascript/

/** The type that a file is sent with: what could run is plain text, also when saved and opened. */
export function toServedType(mimeType: string): string {
  const isPicture = mimeType === 'image/svg+xml'
  const mayRun = scriptable.test(mimeType) && !mimeType.startsWith('application/vnd.')
  return mayRun && !isPicture ? 'text/plain' : mimeType
}

/** RFC 6266: a plain name for old clients, the real one for the others. */
export function toContentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind};filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** Where the parts of a file lie in the blob store. */
export function blobNames(fileId: string) {
  return {
    original: `file/${fileId}/orig`,
    preview: `file/${fileId}/preview`,
    thumbnail: `file/${fileId}/thumb`,
  } as const
}
