// One load generator: keep-alive clients that each send the next request when the last is answered.
// Started by run.ts as a process of its own, so that it doesn't share the server's event loop.
import http from 'node:http'

export type LoadPlan = {
  url: string
  seconds: number
  /** One per client: the headers and the body's fixed part. */
  clients: { headers: Record<string, string>; body: Record<string, unknown> }[]
}

export type LoadResult = {
  requests: number
  perSecond: number
  p50: number
  p95: number
  failures: number
}

process.once('message', async (plan: LoadPlan) => {
  process.send?.(await run(plan))
  process.disconnect()
})

async function run(plan: LoadPlan): Promise<LoadResult> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: plan.clients.length })
  const latencies: number[] = []
  let failures = 0
  const started = performance.now()
  const until = started + plan.seconds * 1000
  await Promise.all(
    plan.clients.map(async (client, index) => {
      for (let count = 0; performance.now() < until; count++) {
        const sentAt = performance.now()
        const body = JSON.stringify({
          ...client.body,
          message: `message ${count} of client ${index}: ${'lorem ipsum '.repeat(8)}`,
          pending_post_id: `${index}:${sentAt}:${count}`,
        })
        const status = await send(agent, plan.url, client.headers, body)
        if (status === 200 || status === 201) latencies.push(performance.now() - sentAt)
        else failures++
      }
    }),
  )
  const seconds = (performance.now() - started) / 1000
  agent.destroy()
  latencies.sort((one, other) => one - other)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0
  const requests = latencies.length
  return { requests, perSecond: requests / seconds, p50: at(0.5), p95: at(0.95), failures }
}

function send(
  agent: http.Agent,
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(body))
    const request = http.request(
      url,
      {
        method: 'POST',
        agent,
        headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': length },
      },
      (response) => {
        response.resume()
        response.once('end', () => resolve(response.statusCode ?? 0))
      },
    )
    request.once('error', reject)
    request.end(body)
  })
}
