import type { FileInfo, FileUploadResponse } from '@mattermost/types/files'
import { client } from '#web/api/client.ts'

type Given = { file: File; channelId: string; onProgress: (share: number) => void }

export type Sending = { done: Promise<FileInfo>; cancel: () => void }

/**
 * Sends a file; unlike `fetch`, this tells how far it is. Rejects as the client does: with what the
 * server says and its `status_code`, or without one when nobody answered.
 */
export function uploadFile({ file, channelId, onProgress }: Given): Sending {
  const request = new XMLHttpRequest()
  const { promise, resolve, reject } = Promise.withResolvers<FileInfo>()
  request.open('POST', client.getFilesRoute())
  const { headers } = client.getOptions({ method: 'post' })
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, String(value))
  request.upload.onprogress = (event) => onProgress(event.loaded / Math.max(1, event.total))
  request.onerror = () => reject(new Error(''))
  request.onload = () => {
    const info = request.status === 201 ? parseUpload(request.responseText) : undefined
    if (info) resolve(info)
    else reject(refusal(request))
  }
  const form = new FormData()
  form.append('channel_id', channelId)
  form.append('files', file, file.name)
  request.send(form)
  return { done: promise, cancel: () => request.abort() }
}

function refusal({ status, responseText }: XMLHttpRequest): Error {
  return Object.assign(new Error(reasonIn(responseText)), { status_code: status })
}

function parseUpload(text: string): FileInfo | undefined {
  const answer: Partial<FileUploadResponse> = JSON.parse(text)
  return answer.file_infos?.[0]
}

function reasonIn(text: string): string {
  try {
    const answer: { message?: unknown } = JSON.parse(text)
    return typeof answer.message === 'string' ? answer.message : ''
  } catch {
    return ''
  }
}
