import { randomInt } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { CliError } from './cli-error.ts'

export type Password = { value: string; isGenerated: boolean }

/**
 * A password that no other process of the machine can see: from standard input where that is asked
 * for, typed unseen at a terminal, or else a new one.
 */
export async function readPassword(options: { fromStdin: boolean }): Promise<Password> {
  if (options.fromStdin) return { value: await readFirstLine(), isGenerated: false }
  if (process.stdin.isTTY) return { value: await promptTwice(), isGenerated: false }
  return { value: generatePassword(), isGenerated: true }
}

async function readFirstLine(): Promise<string> {
  let text = ''
  process.stdin.setEncoding('utf8')
  for await (const chunk of process.stdin) {
    text += chunk
    if (text.includes('\n')) break
  }
  const [line = ''] = text.split(/\r?\n/)
  if (!line) throw new CliError('Standard input holds no password: write one line to it.')
  return line
}

async function promptTwice(): Promise<string> {
  const first = await prompt('Password: ')
  if (!first) throw new CliError('The password is empty: type one.')
  if ((await prompt('Again: ')) !== first) {
    throw new CliError('The two passwords differ: try again.')
  }
  return first
}

/** Asks at the terminal without showing what is typed. */
async function prompt(question: string): Promise<string> {
  process.stderr.write(question)
  const output = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output, terminal: true })
  const stop = new AbortController()
  terminal.once('SIGINT', () => stop.abort())
  try {
    return await terminal.question('', { signal: stop.signal })
  } catch {
    throw new CliError('Given up: nothing was changed.')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

const kinds = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-_+=:']
const length = 20

/** 20 characters with some of each kind that a policy may ask for, none easily mistaken. */
export function generatePassword(): string {
  const all = kinds.join('')
  for (;;) {
    const letters = Array.from({ length }, () => all.charAt(randomInt(all.length)))
    const hasAll = kinds.every((kind) => letters.some((letter) => kind.includes(letter)))
    if (hasAll) return letters.join('')
  }
}
