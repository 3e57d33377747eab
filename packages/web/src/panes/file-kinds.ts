/** Kinds of files by their extensions, as somebody thinks of them who looks for one. */
const EXTENSIONS = {
  documents: ['pdf', 'doc', 'docx', 'odt', 'rtf', 'txt', 'md'],
  spreadsheets: ['xls', 'xlsx', 'ods', 'csv', 'tsv'],
  presentations: ['ppt', 'pptx', 'odp', 'key'],
  code: ['js', 'ts', 'py', 'rb', 'go', 'rs', 'java', 'c', 'cpp', 'cs', 'sh', 'sql', 'json', 'yaml'],
  images: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'svg', 'heic', 'bmp'],
  audio: ['mp3', 'wav', 'ogg', 'flac', 'm4a'],
  video: ['mp4', 'webm', 'mov', 'mkv', 'avi'],
} as const

export const FILE_KINDS = [
  'all',
  'documents',
  'spreadsheets',
  'presentations',
  'code',
  'images',
  'audio',
  'video',
] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** The search for the files of a kind in a channel; empty while the channel's name isn't known. */
export function termsOfFiles(channelName: string, kind: FileKind): string {
  if (channelName === '') return ''
  const extensions = kind === 'all' ? [] : EXTENSIONS[kind]
  return [`in:${channelName}`, ...extensions.map((one) => `ext:${one}`)].join(' ')
}
