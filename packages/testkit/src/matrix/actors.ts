import { Member, password } from '../member.ts'
import type { TestServer } from '../test-server.ts'
import { TestWorkspace, unique } from '../test-workspace.ts'
import { hasSession, type RoleName, roleNames, standings } from './standing.ts'

/** Somebody who calls endpoints: `id` and `token` are '' for who isn't known here. */
export type Caller = { id: string; token: string }

export type Cast = {
  ws: TestWorkspace
  /** Another workspace of the same server. */
  other: TestWorkspace
  callers: ReadonlyMap<RoleName, Caller>
}

/** What has to be on so that permissions alone decide. */
const config = {
  ServiceSettings: {
    EnableUserAccessTokens: true,
    EnableBotAccountCreation: true,
    EnableOutgoingOAuthConnections: true,
    EnableDynamicClientRegistration: true,
    EnableMultifactorAuthentication: true,
    EnableEmailInvitations: true,
    EnableAPITeamDeletion: true,
    EnableAPIUserDeletion: true,
    EnableAPIPostDeletion: true,
    EnableAPIChannelDeletion: true,
  },
  GuestAccountsSettings: { Enable: true },
  FileSettings: { EnablePublicLink: true },
  SupportSettings: { CustomTermsOfServiceEnabled: true },
}

/** Somebody of every standing; who is in which team and channel is up to the world. */
export async function openCast(server: TestServer): Promise<Cast> {
  await server.registry.create('other', ['localhost'])
  const { port } = new URL(server.address)
  const [ws, other] = await Promise.all([
    TestWorkspace.open(`http://127.0.0.1:${port}`),
    TestWorkspace.open(`http://localhost:${port}`),
  ])
  await configure(ws)
  const callers = new Map<RoleName, Caller>([
    ['anonymous', { id: '', token: '' }],
    ['administrator of another workspace', { id: '', token: other.admin.token }],
    ['system_admin', ws.admin],
    ['bot', await makeBot(ws)],
  ])
  for (const role of roleNames.filter((each) => !callers.has(each)))
    callers.set(role, await signUp(ws, role))
  return { ws, other, callers }
}

/** Switches on what has to be, once more where it was changed. */
export async function configure(ws: TestWorkspace): Promise<void> {
  await ws.admin.client.patchConfig(config as never)
}

async function makeBot(ws: TestWorkspace): Promise<Caller> {
  const bot = await ws.admin.client.createBot({ username: unique('bot') } as never)
  const { token } = await ws.admin.client.createUserAccessToken(bot.user_id, 'matrix')
  return { id: bot.user_id, token: token ?? '' }
}

/** Whoever gets other roles logs in again: sessions keep those that they began with. */
async function signUp(ws: TestWorkspace, role: RoleName): Promise<Member> {
  const member = await ws.member(role.replaceAll('_', '-'))
  const { system } = standings[role]
  if (system.length === 1 && system[0] === 'system_user') return member
  if (role === 'guest') await ws.admin.client.demoteUserToGuest(member.id)
  else await ws.admin.client.updateUserRoles(member.id, system.join(' '))
  return Member.logIn(ws.url, member.username, password)
}

/** Puts everybody where their standing says, as members of the team and its channel. */
export async function seatInTeam({ ws, callers }: Cast, teamId: string): Promise<void> {
  const { client } = ws.admin
  const seated = [...callers].filter(([role]) => isSeated(role, 'team'))
  await client.addUsersToTeam(
    teamId,
    seated.map(([, { id }]) => id),
  )
  await client.updateTeamMemberSchemeRoles(teamId, idOf(callers, 'team_admin'), true, true)
}

/** The same for a channel of that team. */
export async function seatInChannel({ ws, callers }: Cast, channelId: string): Promise<void> {
  const { admin } = ws
  const user_ids = [...callers]
    .filter(([role]) => isSeated(role, 'channel'))
    .map(([, { id }]) => id)
  const path = `/api/v4/channels/${channelId}/members`
  const { status } = await admin.request('POST', path, { user_ids })
  if (status !== 201) throw new Error(`nobody could be seated: ${status}`)
  const channelAdmin = idOf(callers, 'channel_admin')
  await admin.client.updateChannelMemberSchemeRoles(channelId, channelAdmin, true, true)
}

function isSeated(role: RoleName, where: 'team' | 'channel'): boolean {
  return hasSession(role) && where in standings[role]
}

function idOf(callers: Cast['callers'], role: RoleName): string {
  return callers.get(role)?.id ?? ''
}
