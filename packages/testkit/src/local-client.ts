import http from 'node:http'

export type LocalAnswer = { status: number; text: string; json: () => unknown }

type LocalRequest = { body?: unknown; type?: string; workspace?: string }

/** A request over the control socket, as the machine's owner. A string is sent as it is. */
export function localRequest(
  socketPath: string,
  method: string,
  path: string,
  { body, type = 'application/json', workspace }: LocalRequest = {},
): Promise<LocalAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(body !== undefined && { 'Content-Type': type }),
      ...(workspace && { 'X-Redoubt-Workspace': workspace }),
    }
    const request = http.request({ socketPath, method, path, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.once('error', reject)
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text, json: () => JSON.parse(text) }),
      )
    })
    request.once('error', reject)
    request.end(
      body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
        ? body
        : JSON.stringify(body),
    )
  })
}
