import { idParams, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { Emoji, EmojiSearch } from '@redoubt/wire/emoji.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { isUnchanged } from '#platform/http/etag.ts'
import { readForm, withForms } from '#platform/http/form.ts'
import { toPage } from '#platform/http/paging.ts'

const ofEmoji = idParams('emoji_id')
const Emojis = Type.Array(Emoji)
const Text = Type.Optional(Type.String())

export async function emojiRoutes(app: App): Promise<void> {
  await withForms(app, (scope) => {
    // Described as 201, answered with 200.
    scope.post('/api/v4/emoji', { schema: { response: { 200: Emoji } } }, (req) =>
      req.workspace.emoji.create(req.actor, (limits) => readForm(req, limits)),
    )
  })

  app.get(
    '/api/v4/emoji',
    {
      schema: {
        querystring: Type.Object({ ...PageQuery.properties, sort: Text }),
        response: { 200: Emojis },
      },
    },
    (req) => req.workspace.emoji.list(req.query.sort ?? '', toPage(req.query)),
  )

  app.post(
    '/api/v4/emoji/names',
    { schema: { body: Type.Array(Type.String()), response: { 200: Emojis } } },
    (req) => req.workspace.emoji.byNames(req.body),
  )

  app.post(
    '/api/v4/emoji/search',
    { schema: { body: EmojiSearch, response: { 200: Emojis } } },
    (req) => req.workspace.emoji.search(req.body),
  )

  app.get(
    '/api/v4/emoji/autocomplete',
    { schema: { querystring: Type.Object({ name: Text }), response: { 200: Emojis } } },
    (req) => req.workspace.emoji.autocomplete(req.query.name ?? ''),
  )

  app.get(
    '/api/v4/emoji/name/:emoji_name',
    {
      schema: { params: Type.Object({ emoji_name: Type.String() }), response: { 200: Emoji } },
    },
    (req) => req.workspace.emoji.getByName(req.params.emoji_name),
  )

  app.get(
    '/api/v4/emoji/:emoji_id',
    { schema: { params: ofEmoji, response: { 200: Emoji } } },
    (req) => req.workspace.emoji.get(req.params.emoji_id),
  )

  app.get(
    '/api/v4/emoji/:emoji_id/image',
    { compress: false, config: { csrfExempt: true }, schema: { params: ofEmoji } },
    async (req, reply) => {
      const { type, bytes } = await req.workspace.emoji.image(req.params.emoji_id)
      // The picture never changes under its id.
      reply.header('Cache-Control', 'max-age=2592000, private')
      if (isUnchanged(req, reply, req.params.emoji_id)) return reply
      return reply.type(`image/${type}`).send(bytes)
    },
  )

  app.delete(
    '/api/v4/emoji/:emoji_id',
    { schema: { params: ofEmoji, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.emoji.remove(req.actor, req.params.emoji_id)
      return statusOk
    },
  )
}
