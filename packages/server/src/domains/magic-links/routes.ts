import { User } from '@redoubt/wire/users.ts'
import { Type } from 'typebox'
import type { SetCookies } from '#domains/sessions/service.ts'
import { AppError, errorMessage } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'

const Text = Type.Optional(Type.String())

/** `setCookies` makes a browser's session of one that has just been opened. */
export function magicLinksRoutes(app: App, setCookies: SetCookies) {
  app.post(
    '/api/v4/users/login/one_time_link',
    {
      config: { auth: 'none', csrfExempt: true },
      schema: { body: Type.Object({ token: Type.String() }), response: { 200: User } },
    },
    async (req, reply) => {
      const { sessions } = req.workspace
      const input = { magic_link_token: req.body.token }
      const session = await sessions.login(req.actor, input, req.headers['user-agent'] ?? '')
      if (req.headers['x-requested-with'] === 'XMLHttpRequest') setCookies(req, reply, session)
      reply.header('Token', session.token)
      return session.user
    },
  )

  app.post(
    '/api/v4/users/login/type',
    {
      config: { auth: 'none', csrfExempt: true },
      schema: {
        body: Type.Object({ login_id: Text, id: Text, device_id: Text }),
        response: {
          200: Type.Object({
            auth_service: Type.String(),
            is_deactivated: Type.Optional(Type.Boolean()),
          }),
        },
      },
    },
    (req) => req.workspace.magicLinks.loginType(req.body.login_id ?? ''),
  )

  // What the link of a mail opens in a browser.
  app.get(
    '/login/one_time_link',
    {
      config: { auth: 'none' },
      schema: { querystring: Type.Object({ t: Text, redirect_to: Text }) },
    },
    async (req, reply) => {
      const { mountPath } = req.workspace.config
      if (req.actor.userId) {
        return reply.redirect(`${mountPath}/error?type=magic_link_already_logged_in`)
      }
      try {
        const input = { magic_link_token: req.query.t ?? '' }
        const agent = req.headers['user-agent'] ?? ''
        setCookies(req, reply, await req.workspace.sessions.login(req.actor, input, agent))
        return reply.redirect(toLocalPath(mountPath, req.query.redirect_to))
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        const query = new URLSearchParams({
          extra: 'login_error',
          message: errorMessage(error.id, error.params),
        })
        return reply.redirect(`${mountPath}/login?${query}`)
      }
    },
  )
}

/** A path of this site, whatever was asked for. */
function toLocalPath(mountPath: string, text = ''): string {
  const isLocal = /^\/(?![/\\])[^\r\n\\]*$/.test(text) && text.startsWith(`${mountPath}/`)
  return isLocal ? text : `${mountPath}/`
}
