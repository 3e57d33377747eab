import { AppError } from '#platform/app-error.ts'
import type { BookmarkRow } from './store.ts'

export const maxBookmarks = 50

/** Throws 400 with the id of the first thing that isn't valid. */
export function requireValidBookmark(row: BookmarkRow): void {
  const runes = [...row.display_name].length
  if (runes === 0 || runes > 64) {
    throw new AppError('model.channel_bookmark.is_valid.display_name.app_error', 400)
  }
  if (row.type !== 'link' && row.type !== 'file') {
    throw new AppError('model.channel_bookmark.is_valid.type.app_error', 400)
  }
  if (row.link_url && row.file_id) {
    throw new AppError('model.channel_bookmark.is_valid.link_file.app_error', 400)
  }
  if (row.type === 'link' && !isAddress(row.link_url)) {
    throw new AppError('model.channel_bookmark.is_valid.link_url.missing_or_invalid.app_error', 400)
  }
  if (row.type === 'file' && !row.file_id) {
    throw new AppError('model.channel_bookmark.is_valid.file_id.missing_or_invalid.app_error', 400)
  }
  if (row.image_url && !isAddress(row.image_url)) {
    throw new AppError('model.channel_bookmark.is_valid.image_url.app_error', 400)
  }
}

function isAddress(text: string): boolean {
  return text.length <= 1024 && /^https?:\/\//i.test(text) && URL.canParse(text)
}
