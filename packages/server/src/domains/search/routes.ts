import { idParams } from '@redoubt/wire/base.ts'
import { FoundFiles, FoundPosts, Search } from '@redoubt/wire/search.ts'
import { AppError, type ErrorId, invalidUrl } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'

const ofTeam = idParams('team_id')
/** What was found depends on who asks and when. */
const uncached = 'no-cache, no-store, must-revalidate'
const refusal = (id: ErrorId) => (_errors: unknown, part: string) =>
  part === 'body' ? new AppError(id, 400) : invalidUrl('team_id')
const notPosts = refusal('api.post.search_posts.invalid_body.app_error')
const notFiles = refusal('api.post.search_files.invalid_body.app_error')

export function searchRoutes(app: App) {
  app.post(
    '/api/v4/posts/search',
    {
      schema: { body: Search, response: { 200: FoundPosts } },
      schemaErrorFormatter: notPosts,
    },
    (req, reply) => {
      reply.header('Cache-Control', uncached)
      return req.workspace.search.findPosts(req.actor, '', req.body)
    },
  )

  app.post(
    '/api/v4/teams/:team_id/posts/search',
    {
      schema: { params: ofTeam, body: Search, response: { 200: FoundPosts } },
      schemaErrorFormatter: notPosts,
    },
    (req, reply) => {
      reply.header('Cache-Control', uncached)
      return req.workspace.search.findPosts(req.actor, req.params.team_id, req.body)
    },
  )

  app.post(
    '/api/v4/files/search',
    {
      schema: { body: Search, response: { 200: FoundFiles } },
      schemaErrorFormatter: notFiles,
    },
    (req, reply) => {
      reply.header('Cache-Control', uncached)
      return req.workspace.search.findFiles(req.actor, '', req.body)
    },
  )

  app.post(
    '/api/v4/teams/:team_id/files/search',
    {
      schema: { params: ofTeam, body: Search, response: { 200: FoundFiles } },
      schemaErrorFormatter: notFiles,
    },
    (req, reply) => {
      reply.header('Cache-Control', uncached)
      return req.workspace.search.findFiles(req.actor, req.params.team_id, req.body)
    },
  )
}
