import multipart from '@fastify/multipart'
import { Id, idParams } from '@redoubt/wire/base.ts'
import { FileInfo, FileLink, FileUpload, NewUpload, UploadSession } from '@redoubt/wire/files.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { sendUnlessKnown } from '#platform/http/etag.ts'
import { toBoolean } from '#platform/http/paging.ts'
import { sendContent } from './send-content.ts'
import { readContent, readUpload } from './upload-request.ts'

const ofFile = idParams('file_id')
const ofUpload = idParams('upload_id')
const Text = Type.Optional(Type.String())
const UploadQuery = Type.Object({
  channel_id: Type.Optional(Id),
  filename: Text,
  client_id: Text,
})

/** How content is sent: as it is, to browsers that load it without our headers. */
const contentOptions = { compress: false, config: { csrfExempt: true } } as const

export async function filesRoutes(app: App): Promise<void> {
  await app.register(streamedRoutes)
  contentRoutes(app)
  uploadSessionRoutes(app)

  app.get(
    '/api/v4/files/:file_id/info',
    { schema: { params: ofFile, response: { 200: FileInfo } } },
    (req) => req.workspace.files.info(req.actor, req.params.file_id),
  )

  app.get(
    '/api/v4/files/:file_id/link',
    { schema: { params: ofFile, response: { 200: FileLink } } },
    async (req) => {
      const origin = `${req.protocol}://${req.host}`
      const link = await req.workspace.files.publicLink(req.actor, req.params.file_id, origin)
      return { link }
    },
  )

  app.get(
    '/api/v4/posts/:post_id/files/info',
    {
      schema: {
        params: idParams('post_id'),
        querystring: Type.Object({ include_deleted: Text }),
        response: { 200: Type.Array(FileInfo) },
      },
    },
    async (req, reply) => {
      const { posts, files, config } = req.workspace
      const post = await posts.accessToRead(req.actor, req.params.post_id)
      const includeDeleted = toBoolean(req.query.include_deleted)
      const infos = await files.listOfPost(req.actor, post.id, includeDeleted)
      return sendUnlessKnown(req, reply, config.versionId, infos)
    },
  )
}

/** Bodies of these routes are read as they come, whatever type they claim. */
async function streamedRoutes(scope: App): Promise<void> {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
  await scope.register(multipart)
  scope.post(
    '/api/v4/files',
    { schema: { querystring: UploadQuery, response: { 201: FileUpload } } },
    (req, reply) => {
      reply.code(201)
      return req.workspace.files.upload(req.actor, readUpload(req, req.query))
    },
  )

  scope.post(
    '/api/v4/uploads/:upload_id',
    { schema: { params: ofUpload, response: { 200: FileInfo, 204: Type.Null() } } },
    async (req, reply) => {
      const info = await req.workspace.files.resumable.append(req.actor, req.params.upload_id, {
        source: readContent(req),
        rawBytes: req.isMultipart() ? undefined : Number(req.headers['content-length']),
      })
      return info ?? reply.code(204).send(null)
    },
  )
}

function uploadSessionRoutes(app: App): void {
  app.post(
    '/api/v4/uploads',
    { schema: { body: NewUpload, response: { 201: UploadSession } } },
    (req, reply) => {
      reply.code(201)
      return req.workspace.files.resumable.create(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/uploads/:upload_id',
    { schema: { params: ofUpload, response: { 200: UploadSession } } },
    (req) => req.workspace.files.resumable.get(req.actor, req.params.upload_id),
  )

  app.get(
    '/api/v4/users/:user_id/uploads',
    { schema: { params: idParams('user_id'), response: { 200: Type.Array(UploadSession) } } },
    (req) => req.workspace.files.resumable.listOfUser(req.actor, req.params.user_id),
  )
}

function contentRoutes(app: App): void {
  const querystring = Type.Object({ download: Text })
  for (const [suffix, kind] of [
    ['', 'original'],
    ['/thumbnail', 'thumbnail'],
    ['/preview', 'preview'],
  ] as const) {
    app.get(
      `/api/v4/files/:file_id${suffix}`,
      { ...contentOptions, schema: { params: ofFile, querystring } },
      async (req, reply) => {
        const content = await req.workspace.files[kind](req.actor, req.params.file_id)
        return sendContent(req, reply, content, {
          isDownload: toBoolean(req.query.download),
          isGzipMode: req.workspace.config.string('ServiceSettings.WebserverMode') === 'gzip',
        })
      },
    )
  }

  app.get(
    '/files/:file_id/public',
    {
      compress: false,
      config: { auth: 'none', csrfExempt: true },
      schema: { params: ofFile, querystring: Type.Object({ h: Text }) },
    },
    async (req, reply) => {
      const { files, config } = req.workspace
      const content = await files.publicContent(req.params.file_id, req.query.h ?? '')
      return sendContent(req, reply, content, {
        isDownload: false,
        isGzipMode: config.string('ServiceSettings.WebserverMode') === 'gzip',
      })
    },
  )
}
