import type { FileInfo } from '@mattermost/types/files'
import { useEffect, useRef, useState } from 'react'
import { type Sending, uploadFile } from './upload-file.ts'

/** A file on its way to the server, to be sent with a message. */
export type Upload = {
  id: number
  file: File
  state: 'sending' | 'done' | 'failed'
  /** From 0 to 1. */
  progress: number
  /** What the server said, when it refused. */
  reason: string
  info?: FileInfo
}

let lastId = 0

/** The files of a message that is being written. */
export function useUploads(channelId: string) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const sendings = useRef(new Map<number, Sending>())

  useEffect(() => {
    const running = sendings.current
    return () => {
      for (const sending of running.values()) sending.cancel()
    }
  }, [])

  function change(id: number, to: Partial<Upload>) {
    setUploads((before) => before.map((one) => (one.id === id ? { ...one, ...to } : one)))
  }

  function send(id: number, file: File) {
    const onProgress = (progress: number) => change(id, { progress })
    const sending = uploadFile({ file, channelId, onProgress })
    sendings.current.set(id, sending)
    sending.done.then(
      (info) => change(id, { state: 'done', progress: 1, info }),
      (error: Error) => change(id, { state: 'failed', reason: error.message }),
    )
  }

  function add(files: readonly File[]) {
    const added = files.map((file): Upload => {
      lastId += 1
      return { id: lastId, file, state: 'sending', progress: 0, reason: '' }
    })
    setUploads((before) => [...before, ...added])
    for (const upload of added) send(upload.id, upload.file)
  }

  return {
    uploads,
    add,
    retry: ({ id, file }: Upload) => {
      change(id, { state: 'sending', progress: 0, reason: '' })
      send(id, file)
    },
    remove: (id: number) => {
      sendings.current.get(id)?.cancel()
      setUploads((before) => before.filter((one) => one.id !== id))
    },
    clear: () => setUploads([]),
    isSettled: uploads.every((one) => one.state === 'done'),
    fileIds: uploads.flatMap((one) => one.info?.id ?? []),
  }
}
