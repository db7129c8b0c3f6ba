import { createRequire } from 'node:module'
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify'

/**
 * Validators and serializers are compiled at a route's first use: with some hundred routes that is most of
 * the time to start, and much of the memory. A test compiles them all, so that a wrong schema is still
 * found before it is served.
 */
export function lazyValidatorCompiler(): FastifySchemaCompiler<object> {
  const compile = once(createValidatorCompiler)
  return (route) => {
    let validate: ((data: unknown) => boolean) & { errors?: unknown[] | null | undefined }
    const lazy = (data: unknown): boolean => {
      validate ??= compile()(route) as typeof validate
      const valid = validate(data)
      lazy.errors = validate.errors
      return valid
    }
    lazy.errors = undefined as unknown[] | null | undefined
    return lazy as ReturnType<FastifySchemaCompiler<object>>
  }
}

export function lazySerializerCompiler(): FastifySerializerCompiler<object> {
  const compile = once(createSerializerCompiler)
  return (route) => {
    let serialize: ((data: unknown) => string) | undefined
    return (data) => {
      serialize ??= compile()(route)
      return serialize(data)
    }
  }
}

/** Compiles a validator at once. */
export function createValidatorCompiler(): FastifySchemaCompiler<object> {
  const build = require('@fastify/ajv-compiler')() as (
    externalSchemas: object,
    options: object,
  ) => FastifySchemaCompiler<object>
  return build({}, { customOptions: ajvOptions })
}

/** Compiles a serializer at once. */
export function createSerializerCompiler(): FastifySerializerCompiler<object> {
  const build = require('@fastify/fast-json-stringify-compiler')() as (
    externalSchemas: object,
    options: object,
  ) => FastifySerializerCompiler<object>
  return build({}, {})
}

const require = createRequire(import.meta.url)

/** Types are what they are: nothing is turned into another, and nothing is dropped in silence. */
const ajvOptions = {
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: true,
  allErrors: true,
  strict: false,
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
