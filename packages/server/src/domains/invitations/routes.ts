import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { EmailInvite, GuestInvite, InviteResult } from '@redoubt/wire/invitations.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toBoolean } from '#platform/http/paging.ts'

const ofTeam = idParams('team_id')
const Answer = Type.Union([Type.Array(InviteResult), StatusOk])
const Text = Type.Optional(Type.String())

export function invitationsRoutes(app: App) {
  app.post(
    '/api/v4/teams/:team_id/invite/email',
    {
      schema: {
        params: ofTeam,
        querystring: Type.Object({ graceful: Text }),
        body: Type.Union([Type.Array(Type.String()), EmailInvite]),
        response: { 200: Answer },
      },
    },
    async (req) => {
      const invite = Array.isArray(req.body) ? { emails: req.body } : req.body
      const { team_id } = req.params
      const results = await req.workspace.invitations.inviteMembers(req.actor, team_id, invite, {
        isGraceful: toBoolean(req.query.graceful),
      })
      return results ?? statusOk
    },
  )

  app.post(
    '/api/v4/teams/:team_id/invite-guests/email',
    {
      schema: {
        params: ofTeam,
        querystring: Type.Object({ graceful: Text, guest_magic_link: Text }),
        body: GuestInvite,
        response: { 200: Answer },
      },
    },
    async (req) => {
      const { team_id } = req.params
      const results = await req.workspace.invitations.inviteGuests(req.actor, team_id, req.body, {
        isGraceful: toBoolean(req.query.graceful),
        isMagicLink: toBoolean(req.query.guest_magic_link),
      })
      return results ?? statusOk
    },
  )

  app.delete(
    '/api/v4/teams/invites/email',
    { schema: { response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.invitations.voidAll(req.actor)
      return statusOk
    },
  )
}
