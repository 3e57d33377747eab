import { Client4, type ClientError } from '@mattermost/client'
import type { Post } from '@mattermost/types/posts'
import type { UserProfile } from '@mattermost/types/users'
import { TestSocket } from './test-socket.ts'

export const password = 'correct-horse-battery'

type NewMember = { username: string; by?: Member }

/** An answer as it came over the wire. */
export type Answer = { status: number; body: unknown; headers: Headers }

/** Somebody with a session, who speaks through the official client. */
export class Member {
  readonly client: Client4
  readonly id: string
  readonly username: string
  readonly url: string

  constructor(client: Client4, user: UserProfile, url: string) {
    this.client = client
    this.id = user.id
    this.username = user.username
    this.url = url
  }

  /** Makes an account and logs in; `by` makes it on a server that isn't open. */
  static async signUp(url: string, { username, by }: NewMember): Promise<Member> {
    const client = makeClient(url)
    const user = { username, email: `${username}@example.org`, password }
    // The client's type wants a whole profile; a sign-up is these three.
    await (by?.client ?? client).createUser(user as UserProfile, '', '')
    const profile = await client.login(username, password)
    return new Member(client, profile, url)
  }

  /** Logs in to an account that something else has made. */
  static async logIn(url: string, username: string, secret: string): Promise<Member> {
    const client = makeClient(url)
    return new Member(client, await client.login(username, secret), url)
  }

  get token(): string {
    return this.client.getToken()
  }

  /** The same person with the same session, at another address of the installation. */
  at(url: string): Member {
    const client = makeClient(url)
    client.setToken(this.token)
    return new Member(client, { id: this.id, username: this.username } as UserProfile, url)
  }

  /** A request beside the client, for what it doesn't offer. */
  async request(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: parse(text), headers: response.headers }
  }

  post(channelId: string, message: string, rest: Partial<Post> = {}): Promise<Post> {
    return this.client.createPost({ channel_id: channelId, message, ...rest } as Post)
  }

  /** Opens the official client's WebSocket, ready once the server has said hello. */
  socket(): Promise<TestSocket> {
    return TestSocket.open(this.url, this.token)
  }
}

function makeClient(url: string): Client4 {
  const client = new Client4()
  client.setUrl(url)
  return client
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What a call was refused with: status and error id. Throws where it wasn't. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number; id: string }> {
  try {
    await call
  } catch (error) {
    const { status_code: status = 0, server_error_id: id = '' } = error as ClientError
    return { status, id }
  }
  throw new Error('the call was not refused')
}
