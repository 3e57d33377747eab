import { fastify } from 'fastify'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { lazySerializers, lazyValidators } from './compilers.ts'

test('routes that share a schema take and answer the same; only bodies are not converted', async () => {
  const Counted = Type.Object({ count: Type.Integer() })
  const app = fastify()
  app.setValidatorCompiler(lazyValidators())
  app.setSerializerCompiler(lazySerializers())
  const response = { 200: Counted }
  const secret = { hidden: 'x' }
  app.get('/query', { schema: { querystring: Counted, response } }, async ({ query }) => ({
    ...Object(query),
    ...secret,
  }))
  app.post('/body', { schema: { body: Counted, response } }, async ({ body }) => ({
    ...Object(body),
    ...secret,
  }))
  for (let round = 0; round < 2; round++) {
    expect((await app.inject('/query?count=1')).body).toBe('{"count":1}')
    expect((await app.inject('/query?count=x')).statusCode).toBe(400)
    const send = (count: unknown) =>
      app.inject({ method: 'POST', url: '/body', payload: { count } })
    expect((await send(2)).body).toBe('{"count":2}')
    expect((await send('2')).statusCode).toBe(400)
  }
  await app.close()
})
