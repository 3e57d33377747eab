#!/usr/bin/env node
// The way in for whatever Node a machine has: Redoubt itself needs Node 24 and brings it along.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const neededMajor = 24

if (Number.parseInt(process.versions.node, 10) >= neededMajor) await import('../src/main.ts')
else runWithOwnNode()

function runWithOwnNode() {
  const node = findNode(path.dirname(fileURLToPath(import.meta.url)))
  if (!node) {
    console.error(
      `Redoubt needs Node ${neededMajor} and this is ${process.version}: run npm install in its folder, which brings one along.`,
    )
    process.exitCode = 1
    return
  }
  const [, script, ...args] = process.argv
  const child = spawn(node, [script, ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // At a terminal Ctrl-C has reached the child already; a second one would end it at once.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.once('exit', (code, signal) => {
    if (signal) process.removeAllListeners(signal)
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code ?? 1
  })
}

/** The Node that was installed with Redoubt, in a node_modules folder above. */
function findNode(from) {
  const file = path.join(from, 'node_modules/.bin/node')
  if (existsSync(file)) return file
  const parent = path.dirname(from)
  return parent === from ? undefined : findNode(parent)
}
