import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freePort } from '@redoubt/testkit/ports.ts'

const root = path.resolve(import.meta.dirname, '..')

/** The product as its user starts it, on a data folder of its own that survives restarts. */
export class Product implements AsyncDisposable {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-acceptance-'))
  address = ''
  /** What it is started with besides. */
  readonly environment: Record<string, string> = {}
  #child: ChildProcess | undefined

  async start(): Promise<void> {
    const child = spawn(process.execPath, [path.join(root, 'scripts/start.ts')], {
      cwd: root,
      env: {
        ...process.env,
        ...this.environment,
        REDOUBT_DATA: path.join(this.folder, 'data'),
        // The first start takes a free port, the others the same one again.
        REDOUBT_LISTEN: this.address ? new URL(this.address).host : '127.0.0.1:0',
        REDOUBT_LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#child = child
    this.address = await new Promise((resolve, reject) => {
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const address = /ready at (\S+)/.exec(output)?.[1]
        if (address) resolve(address)
      })
      child.once('exit', () => reject(new Error(`The product did not start:\n${output}`)))
    })
  }

  /** Starts it with what programs need, at an address that it knows itself. */
  async startForPrograms(): Promise<void> {
    this.address = `http://127.0.0.1:${await freePort()}`
    Object.assign(this.environment, {
      MM_SERVICESETTINGS_SITEURL: this.address,
      MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS: '127.0.0.1',
      MM_SERVICESETTINGS_ENABLEPOSTUSERNAMEOVERRIDE: 'true',
      MM_SERVICESETTINGS_ENABLEPOSTICONOVERRIDE: 'true',
    })
    await this.start()
  }

  /** Ends the process and everything that it started. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
