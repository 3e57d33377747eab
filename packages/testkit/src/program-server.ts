import type { Clock } from '@redoubt/server/platform/clock.ts'
import { test as base } from 'vitest'
import { openProgram } from './program.ts'
import { openTestServer } from './test-server.ts'
import { TestWorkspace } from './test-workspace.ts'

type Environment = Record<string, string>

/** A workspace whose server may call this machine. */
export async function openCallingWorkspace(
  environment: Environment = {},
  options: { clock?: Clock } = {},
) {
  const allowed = { MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS: '127.0.0.1' }
  const server = await openTestServer({ ...allowed, ...environment }, options)
  const ws = await TestWorkspace.open(server.address)
  return { ws, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

/** Tests get such a workspace, one for their file, and a program of their own that it calls. */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the pattern
  .extend('ws', { scope: 'file' }, async ({}, { onCleanup }) => {
    const open = await openCallingWorkspace({ MM_SERVICESETTINGS_ENABLETESTING: 'true' })
    onCleanup(() => open[Symbol.asyncDispose]())
    return open.ws
  })
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the pattern
  .extend('program', async ({}, { onCleanup }) => {
    const program = await openProgram()
    onCleanup(() => program[Symbol.asyncDispose]())
    return program
  })
