import type { Bot as TheirBot } from '@mattermost/types/bots'
import type { ServerChannel, Channel as TheirChannel } from '@mattermost/types/channels'
import type { FileInfo as TheirFileInfo } from '@mattermost/types/files'
import type {
  AutocompleteSuggestion,
  OutgoingOAuthConnection,
  Command as TheirCommand,
  CommandResponse as TheirCommandResponse,
  IncomingWebhook as TheirIncomingWebhook,
  OAuthApp as TheirOAuthApp,
  OutgoingWebhook as TheirOutgoingWebhook,
} from '@mattermost/types/integrations'
import type { Post as TheirPost, PostList as TheirPostList } from '@mattermost/types/posts'
import type { PreferenceType } from '@mattermost/types/preferences'
import type { Reaction as TheirReaction } from '@mattermost/types/reactions'
import type { Role as TheirRole } from '@mattermost/types/roles'
import type { Session as TheirSession } from '@mattermost/types/sessions'
import type {
  TeamMembership,
  Team as TheirTeam,
  TeamStats as TheirTeamStats,
} from '@mattermost/types/teams'
import type { UserAccessToken, UserProfile } from '@mattermost/types/users'
import { describe, expectTypeOf, test } from 'vitest'
import type { Bot } from './bots.ts'
import type { Channel } from './channels.ts'
import type { Command, CommandResponse, CommandSuggestion } from './commands.ts'
import type { FileInfo } from './files.ts'
import type { OAuthApp } from './oauth.ts'
import type { OutgoingConnection } from './outgoing-oauth.ts'
import type { Post, PostList } from './posts.ts'
import type { Preference } from './preferences.ts'
import type { Reaction } from './reactions.ts'
import type { Role } from './roles.ts'
import type { Session } from './sessions.ts'
import type { Team, TeamMember, TeamStats } from './teams.ts'
import type { AccessToken } from './tokens.ts'
import type { User } from './users.ts'
import type { IncomingWebhook, OutgoingWebhook } from './webhooks.ts'

type RequiredKeys<Type> = {
  [Key in keyof Type]-?: object extends Pick<Type, Key> ? never : Key
}[keyof Type]

/** What the client's type demands and ours never sends. */
type Missing<Ours, Theirs> = Exclude<RequiredKeys<Theirs>, keyof Ours>

/** Fields of the same name whose values the client's type would not take. */
type Clashing<Ours, Theirs> = {
  [Key in keyof Ours & keyof Theirs]-?: NonNullable<Ours[Key]> extends Theirs[Key] ? never : Key
}[keyof Ours & keyof Theirs]

// The exceptions say where the client's types and the wire part; everything else has to fit.
describe('wire types fit the official client', () => {
  test('User', () => {
    // The password is never told.
    expectTypeOf<Missing<User, UserProfile>>().toEqualTypeOf<'password'>()
    // An open map on the wire; the client lists the keys that it knows.
    expectTypeOf<Clashing<User, UserProfile>>().toEqualTypeOf<'notify_props' | 'timezone'>()
  })

  test('Session', () => {
    expectTypeOf<Missing<Session, TheirSession>>().toBeNever()
    expectTypeOf<Clashing<Session, TheirSession>>().toEqualTypeOf<'team_members'>()
  })

  test('Team, TeamMember, TeamStats', () => {
    expectTypeOf<Missing<Team, TheirTeam>>().toBeNever()
    expectTypeOf<Clashing<Team, TheirTeam>>().toBeNever()
    // The client adds its unread counters to a membership.
    expectTypeOf<
      Exclude<Missing<TeamMember, TeamMembership>, `${string}_count${string}`>
    >().toBeNever()
    expectTypeOf<Clashing<TeamMember, TeamMembership>>().toBeNever()
    expectTypeOf<Missing<TeamStats, TheirTeamStats>>().toBeNever()
  })

  test('Channel', () => {
    expectTypeOf<Missing<Channel, TheirChannel>>().toBeNever()
    expectTypeOf<Missing<Channel, ServerChannel>>().toBeNever()
    expectTypeOf<Clashing<Channel, TheirChannel>>().toBeNever()
  })

  test('Post, PostList', () => {
    expectTypeOf<Missing<Post, TheirPost>>().toBeNever()
    // A type may be any text; parts of the metadata are left out where they are empty.
    expectTypeOf<Clashing<Post, TheirPost>>().toEqualTypeOf<'type' | 'metadata'>()
    expectTypeOf<Missing<PostList, TheirPostList>>().toBeNever()
  })

  test('Reaction, FileInfo', () => {
    expectTypeOf<Missing<Reaction, TheirReaction>>().toBeNever()
    expectTypeOf<Clashing<Reaction, TheirReaction>>().toBeNever()
    // Left out where they are false or empty.
    expectTypeOf<Missing<FileInfo, TheirFileInfo>>().toEqualTypeOf<'clientId'>()
    expectTypeOf<Clashing<FileInfo, TheirFileInfo>>().toBeNever()
  })

  test('Preference, Role', () => {
    expectTypeOf<Preference>().toExtend<PreferenceType>()
    expectTypeOf<Missing<Role, TheirRole>>().toBeNever()
    expectTypeOf<Clashing<Role, TheirRole>>().toBeNever()
  })

  test('IncomingWebhook, OutgoingWebhook, Command and what comes of it', () => {
    expectTypeOf<Missing<IncomingWebhook, TheirIncomingWebhook>>().toBeNever()
    expectTypeOf<Clashing<IncomingWebhook, TheirIncomingWebhook>>().toBeNever()
    expectTypeOf<Missing<OutgoingWebhook, TheirOutgoingWebhook>>().toBeNever()
    expectTypeOf<Clashing<OutgoingWebhook, TheirOutgoingWebhook>>().toBeNever()
    expectTypeOf<Missing<Command, TheirCommand>>().toBeNever()
    // The client lists P, G and nothing.
    expectTypeOf<Clashing<Command, TheirCommand>>().toEqualTypeOf<'method'>()
    expectTypeOf<Missing<CommandSuggestion, AutocompleteSuggestion>>().toBeNever()
    expectTypeOf<Missing<CommandResponse, TheirCommandResponse>>().toBeNever()
  })

  test('Bot, AccessToken, OAuthApp, OutgoingConnection', () => {
    expectTypeOf<Missing<Bot, TheirBot>>().toBeNever()
    expectTypeOf<Clashing<Bot, TheirBot>>().toBeNever()
    expectTypeOf<Missing<AccessToken, UserAccessToken>>().toBeNever()
    expectTypeOf<Clashing<AccessToken, UserAccessToken>>().toBeNever()
    expectTypeOf<Missing<OAuthApp, TheirOAuthApp>>().toBeNever()
    expectTypeOf<Clashing<OAuthApp, TheirOAuthApp>>().toBeNever()
    expectTypeOf<Missing<OutgoingConnection, OutgoingOAuthConnection>>().toBeNever()
    // The client lists the two that there are.
    expectTypeOf<
      Clashing<OutgoingConnection, OutgoingOAuthConnection>
    >().toEqualTypeOf<'grant_type'>()
  })
})
