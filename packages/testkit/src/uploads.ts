import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { FileInfo } from '@mattermost/types/files'
import type { Member } from './member.ts'
import type { TestServer } from './test-server.ts'

/** A file as a test sends it. */
export type Sent = { name: string; content: string | Uint8Array; clientId?: string }

/** The form that clients send: the channel first, then the files. */
export function toForm(channelId: string, files: Sent[]): FormData {
  const form = new FormData()
  form.append('channel_id', channelId)
  for (const { clientId } of files) if (clientId) form.append('client_ids', clientId)
  for (const { name, content } of files)
    form.append('files', new Blob([Uint8Array.from(Buffer.from(content))]), name)
  return form
}

async function upload(member: Member, channelId: string, ...files: Sent[]): Promise<FileInfo[]> {
  return (await member.client.uploadFile(toForm(channelId, files))).file_infos
}

/** Uploads one file; nobody else sees it until it is posted. */
export async function uploadOne(
  member: Member,
  channelId: string,
  name: string,
  content: Sent['content'],
) {
  const [info] = await upload(member, channelId, { name, content })
  if (!info) throw new Error('nothing was uploaded')
  return info
}

/** A post with files. */
export function postWith(member: Member, channelId: string, fileIds: string[], rest = {}) {
  return member.post(channelId, 'see below', { file_ids: fileIds, ...rest })
}

/** A plain request with the member's session, for bodies and headers that the client doesn't send. */
export function call(member: Member, url: string, init: RequestInit = {}): Promise<Response> {
  const headers = { Authorization: `Bearer ${member.token}`, ...init.headers }
  return fetch(`${member.url}${url}`, { ...init, headers })
}

/** Status and error id of a refusal. */
export async function refused(answer: Promise<Response>): Promise<[number, string]> {
  const response = await answer
  const body = (await response.json()) as { id: string }
  return [response.status, body.id]
}

/** Every file below the server's store, without what is being written. */
export function storedFiles(server: TestServer): string[] {
  const folder = path.join(server.dataFolder, 'files')
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
}

/** An id of the right form that nothing has. */
export const nowhere = (id: string) => id.split('').reverse().join('')
