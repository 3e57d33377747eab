import { toDirectName, toGroupName } from '#domains/channels/rules.ts'
import { emojiService } from '#domains/emoji/service.ts'
import { findFileInfos } from '#domains/files/attachments.ts'
import { sniffImage } from '#domains/files/images.ts'
import { blobNames } from '#domains/files/names.ts'
import { filesService } from '#domains/files/service.ts'
import { importFiles as makeImportFiles } from '#domains/imports/import-files.ts'
import { picturesService } from '#domains/pictures/service.ts'
import { deleteReactionsOfEmoji } from '#domains/reactions/store.ts'
import { textExtraction } from '#domains/search/extraction.ts'
import { searchLanguages } from '#domains/search/languages.ts'
import { searchService } from '#domains/search/service.ts'
import type { Accounts } from './accounts.ts'
import type { Conversation } from './conversation.ts'
import type { Foundation } from './foundation.ts'
import type { Places } from './places.ts'

type Given = Foundation &
  Accounts &
  Places &
  Conversation &
  Pick<Parameters<typeof searchService>[0], 'isBusy'>

/** Files and pictures, and how things are found again. */
export function wireLibrary(given: Given) {
  const { burnOnRead, withMetadata } = given
  const texts = textExtraction({ ...given, blobName: (fileId) => blobNames(fileId).original })
  const importFiles = makeImportFiles(given)
  const files = filesService({
    ...given,
    storeImport: importFiles.store,
    onStored: (tx, stored) => texts.onStored(tx, stored),
    isSeen: burnOnRead.isSeen,
  })
  const languages = searchLanguages(given)
  const search = searchService({
    ...given,
    languages,
    channelNames: { direct: toDirectName, group: toGroupName },
    showPosts: (at, rows) => withMetadata.toList(at, rows, [], { next: '', prev: '' }),
    showFiles: findFileInfos,
  })
  return {
    texts,
    files,
    importFiles,
    languages,
    search,
    emoji: emojiService({ ...given, sniffImage, removeReactions: deleteReactionsOfEmoji }),
    pictures: picturesService({ ...given, sniffImage }),
  }
}
