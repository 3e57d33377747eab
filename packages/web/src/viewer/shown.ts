import type { FileInfo } from '@mattermost/types/files'
import { client } from '#web/api/client.ts'
import { openViewer, type Shown } from './open-viewer.ts'

const VIDEOS = new Set(['mp4', 'm4v', 'webm', 'mov', 'ogv'])
const AUDIOS = new Set(['mp3', 'm4a', 'ogg', 'oga', 'wav', 'flac', 'opus', 'aac'])
const PICTURES = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'bmp', 'avif'])
const TEXTS = new Set(
  `txt text md markdown log csv tsv json jsonc yaml yml toml ini conf cfg env xml html htm css scss
  less js mjs cjs jsx ts tsx py rb go rs java kt kts c h cc cpp hpp cs swift php pl lua r sql sh bash
  zsh fish ps1 bat diff patch tex gradle tf proto graphql dockerfile makefile vue svelte`.split(
    /\s+/,
  ),
)

/** How a file can be shown, by what its name says. */
export function kindOf({ extension, width }: Pick<FileInfo, 'extension' | 'width'>): Shown['kind'] {
  const type = extension.toLowerCase()
  if (VIDEOS.has(type)) return 'video'
  if (AUDIOS.has(type)) return 'audio'
  if (type === 'pdf') return 'pdf'
  if (PICTURES.has(type) && width > 0) return 'picture'
  return TEXTS.has(type) ? 'text' : 'other'
}

/** A file of a message as the viewer shows it. */
function toShown(file: FileInfo): Shown {
  const address = client.getFileRoute(file.id)
  const kind = kindOf(file)
  const isPreviewed = kind === 'picture' && file.has_preview_image && file.extension !== 'gif'
  return {
    id: file.id,
    name: file.name,
    kind: file.has_preview_image && kind === 'other' ? 'picture' : kind,
    src:
      isPreviewed || (kind === 'other' && file.has_preview_image) ? `${address}/preview` : address,
    downloadFrom: `${address}?download=1`,
    sizeBytes: file.size,
  }
}

/** Shows one of the files of a message. */
export function openFiles(files: readonly FileInfo[], id: string): void {
  const items = files.map(toShown)
  openViewer(
    items,
    Math.max(
      0,
      items.findIndex((item) => item.id === id),
    ),
  )
}

/** Shows a picture that is no file of ours. */
export function openPictures(src: string, name: string): void {
  openViewer(
    [{ id: src, name: name || src, kind: 'picture', src, downloadFrom: src, sizeBytes: 0 }],
    0,
  )
}
