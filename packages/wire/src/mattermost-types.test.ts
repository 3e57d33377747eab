import type { ServerChannel, Channel as TheirChannel } from '@mattermost/types/channels'
import type { FileInfo as TheirFileInfo } from '@mattermost/types/files'
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
import type { UserProfile } from '@mattermost/types/users'
import { describe, expectTypeOf, test } from 'vitest'
import type { Channel } from './channels.ts'
import type { FileInfo } from './files.ts'
import type { Post, PostList } from './posts.ts'
import type { Preference } from './preferences.ts'
import type { Reaction } from './reactions.ts'
import type { Role } from './roles.ts'
import type { Session } from './sessions.ts'
import type { Team, TeamMember, TeamStats } from './teams.ts'
import type { User } from './users.ts'

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
})
