import { idParams } from '@redoubt/wire/base.ts'
import { CodeExchange, DesktopLogin, LoginSwitch, UserAuth } from '@redoubt/wire/login-methods.ts'
import { User } from '@redoubt/wire/users.ts'
import { Type } from 'typebox'
import type { SetCookies } from '#domains/sessions/service.ts'
import type { App } from '#platform/http/app.ts'

/** `setCookies` makes a browser's session of one that has just been opened. */
export function loginMethodsRoutes(app: App, setCookies: SetCookies) {
  app.put(
    '/api/v4/users/:user_id/auth',
    { schema: { params: idParams('user_id'), body: UserAuth, response: { 200: UserAuth } } },
    (req) => req.workspace.loginMethods.rebind(req.actor, req.params.user_id, req.body),
  )

  app.post(
    '/api/v4/users/login/switch',
    {
      config: { auth: 'none' },
      schema: { body: LoginSwitch, response: { 200: Type.Object({ follow_link: Type.String() }) } },
    },
    (req) => req.workspace.loginMethods.change(req.actor, req.body),
  )

  app.post(
    '/api/v4/users/login/desktop_token',
    {
      config: { auth: 'none', csrfExempt: true },
      schema: { body: DesktopLogin, response: { 200: User } },
    },
    async (req, reply) => {
      const { token, device_id: deviceId = '' } = req.body
      const session = await req.workspace.loginHandover.redeemDesktopToken(req.actor, token, {
        deviceId,
        userAgent: req.headers['user-agent'] ?? '',
      })
      if (req.headers['x-requested-with'] === 'XMLHttpRequest') setCookies(req, reply, session)
      reply.header('Token', session.token)
      return session.user
    },
  )

  app.post(
    '/api/v4/users/login/sso/code-exchange',
    {
      config: { auth: 'none', csrfExempt: true },
      schema: {
        body: CodeExchange,
        response: { 200: Type.Object({ token: Type.String(), csrf: Type.String() }) },
      },
    },
    async (req, reply) => {
      reply.header('Deprecation', 'true')
      const userAgent = req.headers['user-agent'] ?? ''
      const { token, csrf } = await req.workspace.loginHandover.exchangeCode(req.actor, req.body, {
        deviceId: '',
        userAgent,
      })
      return { token, csrf }
    },
  )
}
