import http from 'node:http'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readProcessSettings } from '@redoubt/server/process-settings.ts'
import type { ImportReport } from '@redoubt/wire/imports.ts'
import { CliError, messageOf } from './cli-error.ts'

type Call = { body?: unknown; timeoutMs?: number }
type Refusal = { id?: string; message?: string }

export type ControlClient = ReturnType<typeof openControlClient>

const defaultTimeoutMs = 60_000

/** Speaks HTTP to the server that runs on this machine's data folder, as the machine's owner. */
export function openControlClient(workspace?: string) {
  const { dataFolder } = readProcessSettings(process.env)
  const socketPath = path.join(dataFolder, 'control.sock')

  /** The answer's body. Throws a CliError that says what to do where there is none. */
  async function call<Answer>(method: string, url: string, call: Call = {}): Promise<Answer> {
    const { body, timeoutMs = defaultTimeoutMs } = call
    const request = open(method, url, body === undefined ? {} : { type: 'application/json' })
    request.setTimeout(timeoutMs, () =>
      request.destroy(new CliError(`The server did not answer within ${timeoutMs / 1000} s.`)),
    )
    request.end(body === undefined ? undefined : JSON.stringify(body))
    const response = await responseTo(request)
    const text = await readText(response)
    requireSuccess(response, text)
    // The server's schemas checked it on the way out.
    return JSON.parse(text) as Answer
  }

  /** Sends lines to the bulk import; hands on each report as it comes. */
  async function importLines(
    lines: Iterable<string>,
    onReport: (report: ImportReport) => void,
  ): Promise<void> {
    const request = open('POST', '/api/redoubt/v1/import', { type: 'application/x-ndjson' })
    const answered = responseTo(request)
    // The server may stop reading before the end; why it did stands in its answer.
    const sent = pipeline(Readable.from(lines), request).catch(() => undefined)
    const response = await answered
    if (response.statusCode !== 200) requireSuccess(response, await readText(response))
    for await (const line of createInterface({ input: response })) {
      onReport(JSON.parse(line) as ImportReport)
    }
    await sent
  }

  function open(method: string, url: string, { type }: { type?: string }): http.ClientRequest {
    return http.request({
      socketPath,
      method,
      path: url,
      headers: {
        ...(type && { 'Content-Type': type }),
        ...(workspace && { 'X-Redoubt-Workspace': workspace }),
      },
    })
  }

  function responseTo(request: http.ClientRequest): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      request.once('response', resolve)
      request.once('error', (error) => reject(toCliError(error)))
    })
  }

  function toCliError(error: Error): CliError {
    if (error instanceof CliError) return error
    const code = 'code' in error ? String(error.code) : ''
    if (code === 'EACCES') {
      return new CliError(
        `You may not speak to the server of ${dataFolder}: run this as the user that runs it.`,
      )
    }
    if (['ENOENT', 'ECONNREFUSED', 'ENOTDIR'].includes(code)) {
      return new CliError(
        `No server runs on the data folder ${dataFolder}: start it first with \`redoubt serve\`, or set REDOUBT_DATA to its folder.`,
      )
    }
    return new CliError(`The server's answer broke off (${messageOf(error)}): look into its log.`)
  }

  function requireSuccess(response: http.IncomingMessage, text: string): void {
    const status = response.statusCode ?? 0
    if (status >= 200 && status < 300) return
    const { id, message } = parseRefusal(text)
    if (id === 'api.server.start.unknown_workspace.app_error' && workspace) {
      throw new CliError(
        `There is no workspace ${workspace}: \`redoubt workspace list\` names those that there are.`,
      )
    }
    throw new CliError(message ?? `The server answered with status ${status}.`)
  }

  return { call, importLines }
}

async function readText(response: http.IncomingMessage): Promise<string> {
  response.setEncoding('utf8')
  let text = ''
  for await (const chunk of response) text += chunk
  return text
}

function parseRefusal(text: string): Refusal {
  try {
    return JSON.parse(text) as Refusal
  } catch {
    return {}
  }
}
