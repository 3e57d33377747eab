import type { Member } from '../member.ts'
import { unique } from '../test-workspace.ts'
import { call, toForm, uploadOne } from '../uploads.ts'
import { type Cast, seatInChannel, seatInTeam } from './actors.ts'
import { type ChannelKind, jobType } from './expected.ts'
import { standings } from './standing.ts'

/** How to come by one thing, out of others. */
type Recipe = (world: World, need: (name: string) => Promise<string>) => Promise<string>

const image = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** A form with what pictures and emoji are sent in. */
export function pictureForm(creatorId: string): FormData {
  const form = new FormData()
  const name = unique('emo').replaceAll('-', '_')
  form.append('emoji', JSON.stringify({ name, creator_id: creatorId }))
  form.append('image', new Blob([Uint8Array.from(image)]), 'image.png')
  return form
}

/**
 * What the requests are about, by the names of path parameters: made when first needed, and made
 * anew after somebody has used it up. Nearly all of it belongs to one person, in whose place nobody
 * else may act.
 */
export class World {
  readonly cast: Cast
  readonly kind: ChannelKind
  readonly #made = new Map<string, Promise<string>>()
  readonly #users = new Map<string, Set<string>>()
  #owner: Member | undefined

  constructor(cast: Cast, kind: ChannelKind) {
    this.cast = cast
    this.kind = kind
  }

  /** The person whom most of it belongs to. */
  get owner(): Member {
    if (!this.#owner) throw new Error('there is no owner yet')
    return this.#owner
  }

  set owner(member: Member) {
    this.#owner = member
  }

  get(name: string): Promise<string> {
    const known = this.#made.get(name)
    if (known) return known
    const recipe = recipes[name]
    if (!recipe) throw new Error(`nothing is known by the name ${name}`)
    const made = recipe(this, (other) => {
      this.#users.set(other, (this.#users.get(other) ?? new Set()).add(name))
      return this.get(other)
    })
    this.#made.set(name, made)
    return made
  }

  /** Forgets a thing, and what was made of it. */
  drop(name: string): void {
    if (!this.#made.delete(name)) return
    for (const user of this.#users.get(name) ?? []) this.drop(user)
  }
}

async function answerOf<Body>(who: Member, method: string, path: string, body?: unknown) {
  const answer = await who.request(method, `/api/v4${path}`, body)
  if (answer.status >= 300)
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body as Body
}

const inTeam: Recipe = async (world, need) => {
  const [userId, teamId] = await Promise.all([need('user_id'), need('empty_team_id')])
  await seatInTeam(world.cast, teamId)
  await world.cast.ws.admin.client.addToTeam(teamId, userId)
  return teamId
}

const recipes: Record<string, Recipe> = {
  user_id: async (world) => {
    world.owner = await world.cast.ws.member('owner')
    return world.owner.id
  },
  username: async (world, need) => (await need('user_id')) && world.owner.username,
  email: async (_world, need) => `${await need('username')}@example.org`,
  guest_id: async ({ cast }) => {
    const { id } = await cast.ws.member('visitor')
    await cast.ws.admin.client.demoteUserToGuest(id)
    return id
  },
  outsider_id: async ({ cast }) => (await cast.ws.member('outsider')).id,
  joiner_id: async ({ cast }, need) => {
    const { id } = await cast.ws.member('joiner')
    await cast.ws.admin.client.addToTeam(await need('team_id'), id)
    return id
  },
  empty_team_id: async ({ cast }) => {
    const name = unique('team')
    const team = { name, display_name: name, type: 'I' }
    return (await cast.ws.admin.client.createTeam(team as never)).id
  },
  other_team_id: async ({ cast }) => (await cast.ws.team()).team.id,
  team_id: inTeam,
  team_name: async ({ cast }, need) =>
    (await cast.ws.admin.client.getTeam(await need('team_id'))).name,
  invite_id: async ({ cast }, need) =>
    (await cast.ws.admin.client.getTeam(await need('team_id'))).invite_id,
  channel_id: async (world, need) => {
    const name = unique('room')
    const channel = {
      team_id: await need('team_id'),
      name,
      display_name: name,
      type: world.kind,
    }
    const { client } = world.cast.ws.admin
    const { id } = await client.createChannel(channel as never)
    await client.addToChannel(await need('user_id'), id)
    await seatInChannel(world.cast, id)
    return id
  },
  channel_name: async ({ cast }, need) =>
    (await cast.ws.admin.client.getChannel(await need('channel_id'))).name,
  archived_channel_id: async (world, need) => {
    const name = unique('old')
    const { client } = world.cast.ws.admin
    const team_id = await need('team_id')
    const channel = { team_id, name, display_name: name, type: world.kind }
    const { id } = await client.createChannel(channel as never)
    await client.deleteChannel(id)
    return id
  },
  group_message_id: async ({ cast }, need) => {
    await need('team_id')
    const members = [...cast.callers].filter(([role]) => 'channel' in standings[role])
    const users = [cast.ws.admin.id, await need('user_id'), ...members.map(([, { id }]) => id)]
    return (await cast.ws.admin.client.createGroupChannel(users)).id
  },
  team_icon: async ({ cast }, need) => {
    const path = `/api/v4/teams/${await need('team_id')}/image`
    const { status } = await call(cast.ws.admin, path, { method: 'POST', body: pictureForm('') })
    return String(status)
  },
  brand_image: async ({ cast }) => {
    const init = { method: 'POST', body: pictureForm('') }
    return String((await call(cast.ws.admin, '/api/v4/brand/image', init)).status)
  },
  admin_id: async ({ cast }) => cast.ws.admin.id,
  category_order: async ({ owner }, need) => {
    const path = `/users/${owner.id}/teams/${await need('team_id')}/channels/categories/order`
    return JSON.stringify(await answerOf(owner, 'GET', path))
  },
  terms_id: async ({ cast }) => (await cast.ws.admin.client.createTermsOfService('Be kind.')).id,
  post_id: async (world, need) => (await world.owner.post(await need('channel_id'), 'hello')).id,
  restore_version_id: async ({ owner }, need) => {
    const id = await need('post_id')
    await owner.client.patchPost({ id, message: 'changed' } as never)
    const history = await answerOf<{ id: string }[]>(owner, 'GET', `/posts/${id}/edit_history`)
    return history[0]?.id ?? ''
  },
  thread_id: async (world, need) => {
    const channelId = await need('channel_id')
    const root = await world.owner.post(channelId, 'root')
    await world.owner.post(channelId, 'reply', { root_id: root.id })
    return root.id
  },
  burning_post_id: async ({ owner }, need) =>
    (await owner.post(await need('channel_id'), 'secret', { type: 'burn_on_read' } as never)).id,
  reaction: async ({ owner }, need) => {
    await owner.client.addReaction(await need('user_id'), await need('post_id'), 'tada')
    return 'tada'
  },
  acting_post_id: async ({ owner }, need) => {
    const integration = { url: 'http://127.0.0.1:9/', context: {} }
    const actions = [{ id: 'action', name: 'Do', type: 'button', integration }]
    const channelId = await need('channel_id')
    return (await owner.post(channelId, 'act', { props: { attachments: [{ actions }] } })).id
  },
  file_id: async ({ owner }, need) => {
    const channelId = await need('channel_id')
    const { id } = await uploadOne(owner, channelId, 'image.png', image)
    await owner.post(channelId, 'see', { file_ids: [id] })
    return id
  },
  upload_id: async ({ owner }, need) => {
    const upload = { channel_id: await need('channel_id'), filename: 'a.txt', file_size: 4 }
    return (await answerOf<{ id: string }>(owner, 'POST', '/uploads', upload)).id
  },
  scheduled_post_id: async ({ owner }, need) => {
    const wanted = {
      channel_id: await need('channel_id'),
      message: 'later',
      scheduled_at: Date.now() + 3_600_000,
    }
    return (await answerOf<{ id: string }>(owner, 'POST', '/posts/schedule', wanted)).id
  },
  bookmark_id: async ({ owner }, need) => {
    const bookmark = { type: 'link', display_name: 'b', link_url: 'https://example.org' }
    const path = `/channels/${await need('channel_id')}/bookmarks`
    return (await answerOf<{ id: string }>(owner, 'POST', path, bookmark)).id
  },
  category_id: async ({ owner }, need) => {
    const teamId = await need('team_id')
    const path = `/users/${owner.id}/teams/${teamId}/channels/categories`
    const wanted = { display_name: 'mine', user_id: owner.id, team_id: teamId, type: 'custom' }
    return (await answerOf<{ id: string }>(owner, 'POST', path, wanted)).id
  },
  category: async ({ owner }, need) => {
    const user_id = await need('user_id')
    const preference = { user_id, category: 'display_settings', name: 'clock', value: 'true' }
    await owner.client.savePreferences(user_id, [preference])
    return preference.category
  },
  preference_name: async (_world, need) => (await need('category')) && 'clock',
  emoji_id: async ({ cast }) => {
    const { admin } = cast.ws
    const init = { method: 'POST', body: pictureForm(admin.id) }
    return ((await (await call(admin, '/api/v4/emoji', init)).json()) as { id: string }).id
  },
  emoji_name: async ({ cast }, need) =>
    (await cast.ws.admin.client.getCustomEmoji(await need('emoji_id'))).name,
  role_id: async ({ cast }) => (await cast.ws.admin.client.getRoleByName('custom_group_user')).id,
  channel_role_id: async ({ cast }) =>
    (await cast.ws.admin.client.getRoleByName('channel_user')).id,
  role_name: async () => 'custom_group_user',
  scheme_id: async ({ cast }) => makeScheme(cast.ws.admin, 'team'),
  channel_scheme_id: async ({ cast }) => makeScheme(cast.ws.admin, 'channel'),
  group_id: async ({ cast }, need) => makeGroup(cast.ws.admin, await need('user_id')),
  archived_group_id: async ({ cast }, need) => {
    const id = await makeGroup(cast.ws.admin, await need('user_id'))
    await cast.ws.admin.client.archiveGroup(id)
    return id
  },
  hook_id: async ({ cast }, need) => {
    const hook = { channel_id: await need('channel_id'), display_name: 'hook' }
    return (await cast.ws.admin.client.createIncomingWebhook(hook as never)).id
  },
  outgoing_hook_id: async ({ cast }, need) => {
    const hook = {
      team_id: await need('team_id'),
      display_name: 'hook',
      trigger_words: [unique('word')],
      callback_urls: ['https://example.org'],
    }
    return (await cast.ws.admin.client.createOutgoingWebhook(hook as never)).id
  },
  command_id: async ({ cast }, need) => {
    const command = { team_id: await need('team_id'), trigger: unique('do'), method: 'P' }
    const url = 'https://example.org'
    return (await cast.ws.admin.client.addCommand({ ...command, url } as never)).id
  },
  app_id: async ({ cast }) => (await cast.ws.admin.client.createOAuthApp(newApp() as never)).id,
  connection_id: async ({ cast }) => {
    const { client } = cast.ws.admin
    return (await client.createOutgoingOAuthConnection('', newConnection() as never)).id
  },
  bot_user_id: async ({ cast }) =>
    (await cast.ws.admin.client.createBot({ username: unique('bot') } as never)).user_id,
  token_id: async ({ cast }, need) =>
    (await cast.ws.admin.client.createUserAccessToken(await need('user_id'), 'matrix')).id,
  session_id: async ({ owner }, need) => {
    await need('user_id')
    return (await owner.client.getSessions(owner.id))[0]?.id ?? ''
  },
  job_id: async ({ cast }) => (await cast.ws.admin.client.createJob({ type: jobType } as never)).id,
}

async function makeScheme(admin: Member, scope: string): Promise<string> {
  return (await admin.client.createScheme({ display_name: 'scheme', scope } as never)).id
}

async function makeGroup(admin: Member, userId: string): Promise<string> {
  const name = unique('crew')
  const group = { name, display_name: name, source: 'custom', allow_reference: true }
  return (await admin.client.createGroupWithUserIds({ ...group, user_ids: [userId] })).id
}

/** What an OAuth app is made of. */
export function newApp() {
  return {
    name: 'app',
    description: 'd',
    homepage: 'https://example.org',
    callback_urls: ['https://example.org/callback'],
  }
}

/** What an outgoing OAuth connection is made of. */
export function newConnection() {
  return {
    name: unique('connection'),
    client_id: 'id',
    client_secret: 'secret',
    oauth_token_url: 'https://127.0.0.1:9/token',
    grant_type: 'client_credentials',
    audiences: [`https://${unique('example')}.org`],
  }
}

/** A file as clients upload it to a channel. */
export function uploadForm(channelId: string): FormData {
  return toForm(channelId, [{ name: 'a.txt', content: 'text' }])
}
