import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { Client4 } from '@mattermost/client'
import { generateSync } from 'otplib'
import type { Peer } from '../../acceptance/peer.ts'
import { makePng } from '../../acceptance/sample-files.ts'

const root = path.resolve(import.meta.dirname, '../..')
export const password = 'a-picture-for-the-readme'
/** Somebody who is asked for a second factor. */
export const guarded = 'mfa.guarded'

type Place = { address: string; data: string }

/** Fills the workspace with the demo organisation; resolves to the name of its administrator. */
export function fillWithDemo({ data }: Place): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [path.join(root, 'packages/cli/bin/redoubt.js'), 'demo', '--seed', '7', '--password-stdin'],
    { env: { ...process.env, REDOUBT_DATA: data }, input: `${password}\n`, encoding: 'utf8' },
  )
  const name = /log in as (\S+), who/.exec(stdout)?.[1]
  if (status !== 0 || !name) throw new Error(`The demo failed:\n${stdout}${stderr}`)
  return name
}

async function logInApi(address: string, name: string): Promise<Client4> {
  const client = new Client4()
  client.setUrl(address)
  await client.login(name, password)
  return client
}

/** Adds what the demo organisation doesn't have: what programs send, and what waits. */
export async function furnish(address: string, account: string, peer: Peer): Promise<void> {
  const api = await logInApi(address, account)
  await api.patchConfig({
    TeamSettings: { TeammateNameDisplay: 'full_name' },
    ServiceSettings: {
      SiteURL: address,
      AllowedUntrustedInternalConnections: '127.0.0.1',
      EnablePostUsernameOverride: true,
      EnablePostIconOverride: true,
      EnableBotAccountCreation: true,
      EnableUserAccessTokens: true,
      EnableMultifactorAuthentication: true,
    },
  } as never)
  const me = await api.getMe()
  const team = await api.getTeamByName('harbourline')
  const square = await api.getChannelByName(team.id, 'town-square')
  const help = await api.getChannelByName(team.id, 'it-help')
  await writeAndKeep(api, me.id, help.id)
  await connectPrograms(api, { address, peer, teamId: team.id, channelId: square.id })
  await api.createCustomEmoji(
    { name: 'lighthouse', creator_id: me.id } as never,
    new File([new Uint8Array(makePng(64, 64, [13, 105, 85]))], 'lighthouse.png', {
      type: 'image/png',
    }),
  )
  await api.updateCustomStatus({
    emoji: 'ferry',
    text: 'On board until noon',
    duration: '',
  } as never)
  await guard(api, address)
}

/** A message that was edited, pinned and saved; one that waits, and one that is begun. */
async function writeAndKeep(api: Client4, userId: string, channelId: string): Promise<void> {
  const note = 'Printers on deck 2 are back. **Thank you** for your patience.'
  const post = await api.createPost({ channel_id: channelId, message: note } as never)
  await api.patchPost({ id: post.id, message: note.replace('deck 2', 'decks 2 and 3') } as never)
  await api.pinPost(post.id)
  await api.savePreferences(userId, [
    { user_id: userId, category: 'flagged_post', name: post.id, value: 'true' },
  ])
  const message = 'Reminder: the *winter timetable* begins on Monday.'
  const scheduled_at = Date.now() + 86_400_000
  await api.createScheduledPost({ channel_id: channelId, message, scheduled_at } as never, '')
  await api.upsertDraft(
    {
      user_id: userId,
      channel_id: channelId,
      message: 'One more thing about the scanners:',
    } as never,
    '',
  )
}

type Programs = { address: string; peer: Peer; teamId: string; channelId: string }

async function connectPrograms(api: Client4, given: Programs): Promise<void> {
  const { address, peer, teamId, channelId } = given
  const hook = await api.createIncomingWebhook({
    channel_id: channelId,
    display_name: 'Harbour light',
    description: 'Tells when a lamp goes out',
  } as never)
  await api.addCommand({
    team_id: teamId,
    trigger: 'tides',
    url: peer.urlOf('tides'),
    method: 'P',
    auto_complete: true,
    auto_complete_desc: 'High and low water of a day',
    auto_complete_hint: '[day]',
    display_name: 'Tides',
  } as never)
  await api.createBot({ username: 'harbourmaster', display_name: 'Harbourmaster' } as never)
  peer.answers.set('report', async ({ trigger_id }) => {
    const body = JSON.stringify({ trigger_id, url: peer.urlOf('form'), dialog })
    const headers = { 'Content-Type': 'application/json' }
    await fetch(`${address}/api/v4/actions/dialogs/open`, { method: 'POST', headers, body })
    return {}
  })
  await fetch(`${address}/hooks/${hook.id}`, { method: 'POST', body: JSON.stringify(alarm(peer)) })
}

const alarm = (peer: Peer) => ({
  username: 'Harbour Light',
  icon_emoji: ':bulb:',
  text: 'A lamp is out.',
  attachments: [
    {
      color: 'warning',
      author_name: 'Lamp watch',
      title: 'Pier 3',
      text: 'Somebody should *switch it on* before the evening ferry.',
      fields: [
        { title: 'Since', value: '19:40', short: true },
        { title: 'Lamps', value: 12, short: true },
      ],
      footer: 'lamp watch',
      actions: [
        { name: 'Switch on', style: 'primary', integration: { url: peer.urlOf('lights') } },
        { name: 'Report', integration: { url: peer.urlOf('report') } },
      ],
    },
  ],
})

const dialog = {
  callback_id: 'lamps',
  title: 'Report a lamp',
  introduction_text: 'Thank you for **telling** us.',
  submit_label: 'Report',
  elements: [
    { display_name: 'Lamps', name: 'lamps', type: 'text', subtype: 'number' },
    { display_name: 'Where', name: 'where', type: 'textarea', optional: true },
    { display_name: 'Whom to tell', name: 'whom', type: 'select', data_source: 'users' },
    {
      display_name: 'When',
      name: 'when',
      type: 'radio',
      options: [
        { text: 'Tonight', value: 'tonight' },
        { text: 'Tomorrow', value: 'tomorrow' },
      ],
    },
  ],
}

async function guard(api: Client4, address: string): Promise<void> {
  const user = { username: guarded, email: `${guarded}@example.org`, password }
  const { id } = await api.createUser(user as never, '', '')
  const own = await logInApi(address, guarded)
  const { secret } = await own.generateMfaSecret(id)
  await own.updateUserMfa(id, true, generateSync({ secret }))
}
