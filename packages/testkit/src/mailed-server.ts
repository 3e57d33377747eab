import type { Clock } from '@redoubt/server/platform/clock.ts'
import { MailServer } from './mail-server.ts'
import { openTestServer } from './test-server.ts'
import { TestWorkspace } from './test-workspace.ts'

type Options = Parameters<typeof MailServer.open>[0] & { clock?: Clock }

/** A server that sends its mail to a mail server of its own, with an administrator. */
export async function openMailedServer(
  environment: Record<string, string> = {},
  { clock, ...options }: Options = {},
) {
  const post = await MailServer.open(options)
  const server = await openTestServer(
    { ...post.environment, ...environment },
    clock ? { clock } : {},
  )
  const ws = await TestWorkspace.open(server.address)
  return {
    post,
    server,
    ws,
    workspace: await server.registry.ensureDefault(),
    async [Symbol.asyncDispose](): Promise<void> {
      await server[Symbol.asyncDispose]()
      await post[Symbol.asyncDispose]()
    },
  }
}

/** The token of the link in a mail. */
export function tokenOf(mail: { text: string }): string {
  return /[?&](?:t|token)=([a-z0-9]{64})/.exec(mail.text)?.[1] ?? 'no token in the mail'
}
