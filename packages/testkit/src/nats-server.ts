import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, isListening } from './ports.ts'

const program = '/usr/sbin/nats-server'
const waitMs = 15_000

/** Whether Debian's NATS is here: `apt-get install nats-server`. */
export function hasNatsServer(): boolean {
  return existsSync(program)
}

/** A real NATS server on loopback, on a port of its own. */
export class NatsServer implements AsyncDisposable {
  readonly url: string
  readonly #port: number
  readonly #folder: string
  #process: ChildProcess | undefined

  private constructor(port: number, folder: string) {
    this.#port = port
    this.#folder = folder
    this.url = `nats://nodes:open-sesame@127.0.0.1:${port}`
  }

  static async open(): Promise<NatsServer> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-nats-'))
    const server = new NatsServer(await freePort(), folder)
    await server.start()
    return server
  }

  /** Listens again after a `stop`, on the same port. */
  async start(): Promise<void> {
    const file = path.join(this.#folder, 'nats.conf')
    writeFileSync(
      file,
      `listen: 127.0.0.1:${this.#port}\nauthorization { user: nodes, password: "open-sesame" }\n`,
    )
    this.#process = spawn(program, ['-c', file], { stdio: 'ignore' })
    for (const deadline = Date.now() + waitMs; ; await sleep(20)) {
      if (await isListening(this.#port)) return
      if (Date.now() > deadline) throw new Error("NATS doesn't listen")
    }
  }

  async stop(): Promise<void> {
    const running = this.#process
    this.#process = undefined
    if (!running || running.exitCode !== null) return
    const ended = once(running, 'exit')
    running.kill('SIGKILL')
    await ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
