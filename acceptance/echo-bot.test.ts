import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { Client4 } from '@mattermost/client'
import type { Post } from '@mattermost/types/posts'
import type { Team } from '@mattermost/types/teams'
import type { UserProfile } from '@mattermost/types/users'
import { expect, test } from 'vitest'
import { password } from './people.ts'
import { Product } from './product.ts'

const root = path.resolve(import.meta.dirname, '..')

/** The first account of the product, which administers it. */
async function administer(address: string): Promise<Client4> {
  const client = new Client4()
  client.setUrl(address)
  const user = { username: 'ada', email: 'ada@example.org', password }
  await client.createUser(user as UserProfile, '', '')
  await client.login('ada', password)
  const ServiceSettings = { EnableBotAccountCreation: true }
  await client.patchConfig({ ServiceSettings } as never)
  return client
}

/** The bot as its README says to start it. */
function startBot(address: string, token: string): ChildProcess & AsyncDisposable {
  const child = spawn(process.execPath, [path.join(root, 'examples/echo-bot/main.ts')], {
    env: { ...process.env, REDOUBT_URL: address, BOT_TOKEN: token },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return Object.assign(child, {
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      await ended
    },
  })
}

test('the bot of the examples answers who mentions it, in a thread', {
  timeout: 120_000,
}, async () => {
  await using product = new Product()
  await product.start()
  const client = await administer(product.address)
  const team = await client.createTeam({
    name: 'harbour',
    display_name: 'Harbour',
    type: 'O',
  } as Team)
  const square = await client.getChannelByName(team.id, 'town-square')
  const bot = await client.createBot({ username: 'echo', display_name: 'Echo' } as never)
  await client.addToTeam(team.id, bot.user_id)
  const { token = '' } = await client.createUserAccessToken(bot.user_id, 'echo')
  await using _bot = startBot(product.address, token)
  await expect
    .poll(async () => (await client.getStatus(bot.user_id)).status, { timeout: 20_000 })
    .toBe('online')

  const message = '@echo is anybody there?'
  const asked = await client.createPost({ channel_id: square.id, message } as Post)
  await client.createPost({ channel_id: square.id, message: 'nothing to echo' } as Post)
  const answers = async () => {
    const { posts } = await client.getPosts(square.id)
    return Object.values(posts).filter((post) => post.user_id === bot.user_id && !post.type)
  }
  await expect
    .poll(answers, { timeout: 20_000 })
    .toMatchObject([
      { message: 'is anybody there?', root_id: asked.id, props: { from_bot: 'true' } },
    ])
})
