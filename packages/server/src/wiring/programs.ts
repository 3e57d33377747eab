import { findChannelByName } from '#domains/channels/store.ts'
import { commandsService } from '#domains/commands/service.ts'
import { toActionSource } from '#domains/integrations/actions.ts'
import { makeActionCookies } from '#domains/integrations/cookies.ts'
import { makePrograms } from '#domains/integrations/programs.ts'
import { integrationsService } from '#domains/integrations/service.ts'
import { makeSlackText } from '#domains/integrations/slack.ts'
import { makeTriggers } from '#domains/integrations/triggers.ts'
import type { InvitationsService } from '#domains/invitations/service.ts'
import { findMentionedNames } from '#domains/mentions/words.ts'
import { outgoingOAuthService } from '#domains/outgoing-oauth/service.ts'
import { actionsOf } from '#domains/posts/message-attachments.ts'
import { findChannelsByNames } from '#domains/posts/place-store.ts'
import { findNamedChannels } from '#domains/posts/rules.ts'
import type { PostsService } from '#domains/posts/service.ts'
import { findPost } from '#domains/posts/store.ts'
import { findUsersByIds } from '#domains/users/directory-store.ts'
import type { UsersService } from '#domains/users/service.ts'
import { makeProgramPosts } from '#domains/webhooks/program-posts.ts'
import { webhooksService } from '#domains/webhooks/service.ts'
import type { Db } from '#platform/db/database.ts'
import type { DomainEvent } from '#platform/events/event.ts'
import type { KeySource } from '#platform/keys/root-key.ts'
import { makeSealer } from '#platform/keys/sealer.ts'
import type { Outgoing } from '#platform/net/outgoing.ts'

type Made =
  | 'actionsOf'
  | 'answering'
  | 'cookies'
  | 'findChannelId'
  | 'findMentionedNames'
  | 'findNamedChannels'
  | 'findPost'
  | 'inviteByMail'
  | 'programPosts'
  | 'programs'
  | 'slack'
  | 'triggers'

type Given = Omit<Parameters<typeof integrationsService>[0], Made> &
  Omit<Parameters<typeof webhooksService>[0], Made> &
  Omit<Parameters<typeof commandsService>[0], Made> &
  Omit<Parameters<typeof outgoingOAuthService>[0], 'sealer'> & {
    db: Db
    users: UsersService
    keys: KeySource
    outgoing: Outgoing
    publish: (event: DomainEvent) => void
    posts: PostsService
    invitations: Pick<InvitationsService, 'inviteMembers'>
  }

/** Everything by which programs take part: webhooks, slash commands, actions and dialogs. */
export function wirePrograms(given: Given) {
  const { db, config, clock, keys, outgoing, posts, invitations } = given
  const outgoingOAuth = outgoingOAuthService({
    ...given,
    sealer: makeSealer(keys, 'outgoing-oauth'),
  })
  const slack = makeSlackText({
    findUsernames: async (ids) => {
      const rows = await findUsersByIds(db, ids)
      return new Map(rows.map((row) => [row.id, row.username]))
    },
  })
  const programs = makePrograms({ config, outgoing, headersFor: outgoingOAuth.headersFor })
  const parts = {
    ...given,
    slack,
    programs,
    triggers: makeTriggers({ keys, clock, lifetimeMs: programs.timeoutMs }),
    cookies: makeActionCookies({ keys }),
    programPosts: makeProgramPosts({ config, posts, slack }),
    actionsOf,
    findMentionedNames,
    findPost: (id: string) => findPost(db, id),
    findChannelId: async (teamId: string, name: string) =>
      (await findChannelByName(db, teamId, name))?.id,
  }
  return {
    outgoingOAuth,
    integrations: integrationsService(parts),
    webhooks: webhooksService(parts),
    commands: commandsService({
      ...parts,
      findNamedChannels: async (teamId, text) => {
        const names = findNamedChannels(text)
        return names.length > 0 ? findChannelsByNames(db, teamId, names) : []
      },
      inviteByMail: async (actor, teamId, emails) => {
        await invitations.inviteMembers(actor, teamId, { emails }, { isGraceful: true })
      },
    }),
  }
}

/** Seals the actions of posts that nobody stores, for whoever clicks on them. */
export function actionSealer(keys: KeySource) {
  const cookies = makeActionCookies({ keys })
  return (
    action: Parameters<typeof toActionSource>[0],
    post: Parameters<typeof toActionSource>[1],
  ): string => cookies.seal(action.id, toActionSource(action, post))
}
