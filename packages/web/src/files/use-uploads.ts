import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { isTransient } from '#web/api/errors.ts'
import type { PendingFile } from '#web/entities/entities.ts'
import { useEntities } from '#web/entities/store.ts'
import type { StoredFile } from '#web/offline/offline-db.ts'
import { useSession } from '#web/session/session.tsx'
import { type Sending, uploadFile } from './upload-file.ts'

/** A file on its way to the server, to be sent with a message. */
export type Upload = {
  id: string
  file: File
  /** A file that waits for the server can be sent all the same: the outbox takes it along. */
  state: 'sending' | 'waiting' | 'done' | 'failed'
  /** From 0 to 1. */
  progress: number
  /** What the server said, when it refused. */
  reason: string
  /** The server's id of the file; empty until it is done. */
  fileId: string
}

/** The files of a message that is being written in a place. They outlive a reload, as its text does. */
export function useUploads(place: string, channelId: string) {
  const { files } = useSession()
  const isOnline = useEntities((now) => now.connection.state === 'online')
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const sendings = useRef(new Map<string, Sending>())

  function change(id: string, to: Partial<Upload>) {
    setUploads((before) => before.map((one) => (one.id === id ? { ...one, ...to } : one)))
  }

  function send({ id, file }: Pick<Upload, 'id' | 'file'>) {
    change(id, { state: 'sending', progress: 0, reason: '' })
    const onProgress = (progress: number) => change(id, { progress })
    const sending = uploadFile({ file, channelId, onProgress })
    sendings.current.set(id, sending)
    sending.done.then(
      (info) => {
        change(id, { state: 'done', progress: 1, fileId: info.id })
        void files.noteUploaded(id, info.id)
      },
      (error: Error) =>
        change(id, { state: isTransient(error) ? 'waiting' : 'failed', reason: error.message }),
    )
  }

  const takeUp = useEffectEvent((stored: readonly StoredFile[]) => {
    const found = stored.map(toUpload)
    setUploads((before) => [...before, ...found.filter(({ id }) => !hasId(before, id))])
    for (const upload of found) if (!upload.fileId) send(upload)
  })
  const sendWaiting = useEffectEvent(() => {
    for (const upload of uploads) if (upload.state === 'waiting') send(upload)
  })

  useEffect(() => {
    const running = sendings.current
    let isHere = true
    // The conversation is shown first.
    const timer = setTimeout(async () => {
      const stored = await files.listOf(place)
      if (isHere) takeUp(stored)
    }, 100)
    return () => {
      isHere = false
      clearTimeout(timer)
      for (const sending of running.values()) sending.cancel()
    }
  }, [files, place])

  useEffect(() => {
    if (isOnline) sendWaiting()
  }, [isOnline])

  return {
    uploads,
    add: (added: readonly File[]) => {
      for (const file of added) {
        const stored = { id: newFileId(), place, file, fileId: '' }
        setUploads((before) => [...before, toUpload(stored)])
        void files.put(stored)
        send(stored)
      }
    },
    retry: send,
    remove: (id: string) => {
      sendings.current.get(id)?.cancel()
      setUploads((before) => before.filter((one) => one.id !== id))
      void files.remove([id])
    },
    /** Empties the list for the next message; the files belong to the one that was written. */
    clear: () => setUploads([]),
    isSettled: uploads.every(({ state }) => state === 'done' || state === 'waiting'),
    pending: uploads.map(
      ({ id, file, fileId }): PendingFile => ({ id, name: file.name, size: file.size, fileId }),
    ),
  }
}

function toUpload({ id, file, fileId }: StoredFile): Upload {
  const isDone = fileId !== ''
  const state = isDone ? 'done' : 'sending'
  return { id, file, fileId, state, progress: isDone ? 1 : 0, reason: '' }
}

function hasId(uploads: readonly Upload[], id: string): boolean {
  return uploads.some((one) => one.id === id)
}

/** Unlike random UUIDs, these numbers are there without a secure context. */
function newFileId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-')
}
