import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify'
import type { TSchema } from 'typebox'

/** The framework's serializers: those of routes with one schema are the same. */
export function lazySerializers(): FastifySerializerCompiler<TSchema> {
  const compile = SerializerSelector()()
  return lazily(({ schema, method, url }) => compile({ schema, method, url, httpStatus: '' }))
}

/** What checks requests: bodies are checked as they are, the rest is converted first. */
export function lazyValidators(): FastifySchemaCompiler<TSchema> {
  const ofBodies = lazily(TypeBoxValidatorCompiler)
  const ofOthers = lazily(TypeBoxValidatorCompiler)
  return (route) => (route.httpPart === 'body' ? ofBodies : ofOthers)(route)
}

/** Compiles a schema once, and only when it is first needed: a process starts without any of it. */
function lazily<Route extends { schema: TSchema }, Input, Output>(
  compile: (route: Route) => (input: Input) => Output,
) {
  const bySchema = new WeakMap<TSchema, (input: Input) => Output>()
  return (route: Route) => {
    let compiled: ((input: Input) => Output) | undefined
    return (input: Input) => {
      if (!compiled) {
        compiled = bySchema.get(route.schema) ?? compile(route)
        bySchema.set(route.schema, compiled)
      }
      return compiled(input)
    }
  }
}
