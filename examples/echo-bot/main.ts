// node --env-file=.env examples/echo-bot/main.ts
import { startEchoBot } from './echo-bot.ts'

// biome-ignore lint/style/noProcessEnv: this is the program
const { REDOUBT_URL: url = 'http://127.0.0.1:8065', BOT_TOKEN: token } = process.env
if (!token) throw new Error('BOT_TOKEN is missing: see README.md')
const bot = await startEchoBot({ url, token })
process.once('SIGINT', () => bot[Symbol.dispose]())
