import { StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { Authorization, ServerMetadata, TokenAnswer, TokenRequest } from '@redoubt/wire/oauth.ts'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { errorMessage } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { readText } from '#platform/http/bodies.ts'
import { parseLanguage } from '#platform/http/language.ts'
import { answerInBothForms, toKnown } from './errors.ts'
import { consentPage, failurePage, type Page } from './page.ts'

const Decision = Type.Object({
  ...Authorization.properties,
  decision: Type.Optional(Type.String()),
  proof: Type.Optional(Type.String()),
})

/** Where browsers and programs meet the provider (RFC 6749). */
export async function oauthWebRoutes(app: App): Promise<void> {
  app.get(
    '/.well-known/oauth-authorization-server',
    { config: { auth: 'none', csrfExempt: true }, schema: { response: { 200: ServerMetadata } } },
    (req) => req.workspace.oauth.metadata(`${req.protocol}://${req.host}`),
  )

  app.get(
    '/oauth/authorize',
    {
      // What it gives away needs no second factor later.
      config: { auth: 'none', csrfExempt: true, mayLackMfa: false },
      errorHandler: answerWithPage,
      schema: { querystring: Authorization },
    },
    async (req, reply) => {
      if (!req.actor.userId) {
        const { mountPath } = req.workspace.config
        const back = encodeURIComponent(req.originalUrl)
        return reply.redirect(`${mountPath}/login?redirect_to=${back}`, 302)
      }
      const { oauthAuthorizing, users, config } = req.workspace
      const step = await oauthAuthorizing.begin(req.actor, req.query)
      if (step.kind === 'redirect') return reply.redirect(step.to, 302)
      const { username } = await users.getRow(req.actor.userId)
      const siteName = config.string('TeamSettings.SiteName')
      const action = `${config.mountPath}/oauth/authorize/decision`
      const facts = { ...step, siteName, username, action, request: req.query }
      return sendPage(reply, consentPage(facts))
    },
  )

  app.post(
    '/oauth/authorize',
    {
      schema: {
        body: Authorization,
        response: { 200: Type.Object({ redirect: Type.String() }) },
      },
    },
    (req) => req.workspace.oauthAuthorizing.allow(req.actor, req.body),
  )

  app.post(
    '/oauth/deauthorize',
    {
      schema: { body: Type.Object({ client_id: Type.String() }), response: { 200: StatusOk } },
    },
    async (req) => {
      await req.workspace.oauthAuthorizing.deauthorize(req.actor, req.body.client_id)
      return statusOk
    },
  )

  await app.register(async (scope: App) => formRoutes(scope))
}

/** Their bodies are forms. */
function formRoutes(scope: App): void {
  const type = 'application/x-www-form-urlencoded'
  scope.addContentTypeParser(type, async (request: FastifyRequest) => {
    const text = await readText(request)
    return Object.fromEntries(new URLSearchParams(text.replaceAll('%00', '')))
  })

  scope.post(
    '/oauth/authorize/decision',
    {
      // The form carries its own proof: a page without a script sends no header.
      config: { csrfExempt: true },
      errorHandler: answerWithPage,
      schema: { body: Decision },
    },
    async (req, reply) => {
      const { decision, proof = '', ...request } = req.body
      const isAllowed = decision === 'allow'
      const { oauthAuthorizing } = req.workspace
      return reply.redirect(
        await oauthAuthorizing.decide(req.actor, request, { isAllowed, proof }),
        303,
      )
    },
  )

  scope.post(
    '/oauth/access_token',
    {
      config: { auth: 'none', csrfExempt: true },
      errorHandler: answerInBothForms('invalid_request'),
      schema: { body: TokenRequest, response: { 200: TokenAnswer } },
    },
    (req, reply) => {
      reply.header('Cache-Control', 'no-store').header('Pragma', 'no-cache')
      return req.workspace.oauthExchange(req.body)
    },
  )
}

function answerWithPage(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const known = toKnown(error)
  if (!known) throw error
  const language = parseLanguage(request.headers['accept-language']) ?? 'en'
  const page = failurePage(errorMessage(known.id, known.params, language), language)
  return sendPage(reply.code(known.status), page)
}

function sendPage(reply: FastifyReply, { html, policy }: Page): FastifyReply {
  return reply
    .headers({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': policy,
      'X-Frame-Options': 'DENY',
    })
    .type('text/html; charset=utf-8')
    .send(html)
}
