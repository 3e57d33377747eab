import type { DialectPool } from '@redoubt/server/platform/db/backend-pool.ts'
import { newId } from '@redoubt/server/platform/ids.ts'
import { fastify } from 'fastify'
import { type Comparison, compare, makePlan, onStage, openProduct } from './create-post.ts'

const channelCount = 8
const postCount = 20_000
const vocabulary = 5_000

/**
 * Searching messages through the product, against a bare route that asks the same index for the
 * same words over the same pool and sends the rows.
 */
export function benchSearch(seconds: number): Promise<Comparison> {
  return onStage(async ({ workspace, database }) => {
    const { clients } = await makePlan(workspace, channelCount, seconds)
    await writePosts(database, [...new Set(clients.map(({ body }) => String(body.channel_id)))])
    const product = await openProduct(workspace)
    const floor = await openFloor(database)
    const asking = clients.map(({ headers }, index) => ({
      headers,
      body: { terms: termsOf(index) },
    }))
    const comparison = await compare(
      { seconds, clients: asking },
      { product: `${product.url}/api/v4/posts/search`, floor: `${floor.url}/search` },
    )
    await product.close()
    await floor.close()
    return comparison
  })
}

/** Words from common to rare, alone and in pairs. */
function termsOf(index: number): string {
  const word = `word${(index * index * 4) % vocabulary}`
  return index % 2 === 0 ? word : `${word} word${index % 16}`
}

/** Messages of twelve words; a word of twice the number is half as common. */
async function writePosts(database: DialectPool, channelIds: string[]): Promise<void> {
  const client = await database.connect()
  const now = Date.now()
  for (let at = 0; at < postCount; at += 500) {
    const rows = Array.from({ length: 500 }, (_, index) => {
      const words = Array.from({ length: 12 }, (_, place) => {
        const share = (((at + index) * 12 + place) * 0.618_033_988_7) % 1
        return `word${Math.floor(vocabulary ** share)}`
      })
      const channel_id = channelIds[(at + index) % channelIds.length]
      return { id: newId(now), create_at: now + at + index, channel_id, message: words.join(' ') }
    })
    await client.query(
      `insert into posts (id, create_at, update_at, user_id, channel_id, message)
       select id, create_at, create_at, 'nobody', channel_id, message
       from jsonb_to_recordset($1::jsonb) as p(id text, create_at bigint, channel_id text, message text)`,
      [JSON.stringify(rows)],
    )
  }
  await client.query('vacuum analyze posts, post_words')
  client.release()
}

async function openFloor(database: DialectPool) {
  const app = fastify()
  app.post<{ Body: { terms: string } }>('/search', async (request) => {
    const client = await database.connect()
    try {
      const { rows } = await client.query(
        `select posts.* from posts join post_words on post_id = id
         where words @@ plainto_tsquery('simple', $1) order by create_at desc limit 60`,
        [request.body.terms],
      )
      return rows
    } finally {
      client.release()
    }
  })
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), close: () => app.close() }
}
