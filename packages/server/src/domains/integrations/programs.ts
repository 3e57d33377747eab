import type { ConfigService } from '#domains/config/service.ts'
import { AppError } from '#platform/app-error.ts'
import { parseStorable } from '#platform/http/bodies.ts'
import { type Outgoing, OutgoingError } from '#platform/net/outgoing.ts'

export type Programs = ReturnType<typeof makePrograms>

type Deps = {
  config: ConfigService
  outgoing: Pick<Outgoing, 'fetch'>
  /** What an address wants to see of an OAuth connection; nothing for most. */
  headersFor: (url: string) => Promise<Record<string, string>>
}

type Call = {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
}

export type ProgramAnswer = { status: number; type: string; text: string }

const maxBytes = 1_048_576

/** Calls the programs that people connect to their workspace. */
export function makePrograms({ config, outgoing, headersFor }: Deps) {
  /** Throws `OutgoingError` where there is no answer. */
  async function call(
    url: string,
    { method = 'POST', headers, body }: Call,
  ): Promise<ProgramAnswer> {
    const answer = await outgoing.fetch(url, {
      method,
      headers: { accept: 'application/json', ...headers, ...(await oauthHeaders(url)) },
      ...(body !== undefined && { body }),
      timeoutMs: timeoutMs(),
      maxBytes,
    })
    const [type = ''] = (answer.headers['content-type'] ?? '').split(';')
    const text = answer.body.toString('utf8').replaceAll('\0', '').toWellFormed()
    return { status: answer.status, type: type.trim().toLowerCase(), text }
  }

  async function oauthHeaders(url: string): Promise<Record<string, string>> {
    try {
      return await headersFor(url)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new OutgoingError('failed', error.message)
    }
  }

  /** Sends JSON. */
  function callJson(url: string, body: unknown): Promise<ProgramAnswer> {
    const headers = { 'content-type': 'application/json' }
    return call(url, { headers, body: JSON.stringify(body) })
  }

  /** For how long a program may think, and whoever it then asks to act may. */
  function timeoutMs(): number {
    return Math.max(1, config.int('ServiceSettings.OutgoingIntegrationRequestsTimeout')) * 1000
  }

  return { call, callJson, parse, timeoutMs }
}

/** What a program said: nothing counts as nothing to say, undefined is no JSON. */
function parse(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return parseStorable(text)
  } catch {
    return undefined
  }
}
