import { botsService } from '#domains/bots/service.ts'
import { confirmationsService } from '#domains/confirmations/service.ts'
import { findEmojisByNames } from '#domains/emoji/store.ts'
import { isGroupName } from '#domains/groups/store.ts'
import { mfaService } from '#domains/mfa/service.ts'
import { oauthAuthorizing as makeOAuthAuthorizing } from '#domains/oauth/authorizing.ts'
import { oauthExchange as makeOAuthExchange } from '#domains/oauth/exchange.ts'
import { oauthService } from '#domains/oauth/service.ts'
import { preferencesService } from '#domains/preferences/service.ts'
import { sessionsService } from '#domains/sessions/service.ts'
import { customStatuses as makeCustomStatuses } from '#domains/statuses/custom.ts'
import { statusesService } from '#domains/statuses/service.ts'
import { tokensService } from '#domains/tokens/service.ts'
import { usersService } from '#domains/users/service.ts'
import { makeSealer } from '#platform/keys/sealer.ts'
import type { Foundation } from './foundation.ts'

export type Accounts = ReturnType<typeof wireAccounts>

type Given = Foundation &
  Pick<Parameters<typeof usersService>[0], 'requireVisible' | 'afterPatch' | 'teamsInView'> &
  Pick<Parameters<typeof sessionsService>[0], 'redeemLink'> &
  Pick<Parameters<typeof preferencesService>[0], 'followFavorites' | 'readablePosts'> &
  Pick<
    Parameters<typeof statusesService>[0],
    'isConnected' | 'onBack' | 'publish' | 'publishHere' | 'share'
  >

/** Who there is, how they prove it, and whether they are here. */
export function wireAccounts(given: Given) {
  const { db, transact, clock, keys, config, roles, audits, letters, hashToken } = given
  const users = usersService({
    ...given,
    isGroupName,
    endOtherSessions: (userId, sessionId) => sessions.endAllBut(userId, sessionId),
    mayManageBot: (actor, userId) => bots.mayManageAccount(actor, userId),
    async onActiveChange(tx, user) {
      await bots.onActiveChange(tx, user)
      if (user.delete_at > 0) await oauthAuthorizing.endAll(tx, user.id)
    },
    furnish: (tx, userId) => preferences.begin(tx, userId),
    greet: (tx, user) => confirmations.greet(tx, user),
    askToVerify: (tx, user, email) => confirmations.askToVerify(tx, user, email),
    listPresent: () => statuses.listPresent(),
  })
  const mfa = mfaService({
    transact,
    clock,
    config,
    roles,
    users,
    sealer: makeSealer(keys, 'mfa'),
    audits,
    letters,
  })
  const sessions = sessionsService({
    ...given,
    users,
    mfa,
    verifyPassword: given.hashing.verify,
    holdAccessToken: (tx, tokenHash) => tokens.hold(tx, tokenHash),
  })
  const shared = { db, transact, clock, config, roles, users, sessions, audits, hashToken }
  const tokens = tokensService({ ...shared, letters })
  const bots = botsService(shared)
  const oauthAuthorizing = makeOAuthAuthorizing({
    ...shared,
    proofKey: keys.derive('oauth-consent'),
  })
  const confirmations = confirmationsService({
    transact,
    config,
    roles,
    audits,
    users,
    tokens: given.oneTime,
    letters,
    endAllSessions: (userId) => sessions.endAllBut(userId, ''),
  })
  const preferences = preferencesService({ ...given })
  const statuses = statusesService({
    ...given,
    visibleAmong: (actor, userIds) => users.visibleAmong(actor, userIds),
  })
  return {
    users,
    mfa,
    sessions,
    tokens,
    bots,
    oauth: oauthService(shared),
    oauthAuthorizing,
    oauthExchange: makeOAuthExchange(shared),
    confirmations,
    preferences,
    statuses,
    customStatuses: makeCustomStatuses({
      clock,
      config,
      users,
      preferences,
      isCustomEmoji: async (name) => (await findEmojisByNames(db, [name])).length > 0,
    }),
  }
}
