import type { FastifyInstance, FastifySchema } from 'fastify'
import type { ErrorShape } from '#http/errors.ts'
import './route-docs.ts'

/** One operation as its route describes it. */
export type Operation = {
  readonly method: string
  /** As OpenAPI writes it: `/api/account/{accountId}`. */
  readonly path: string
  readonly schema: FastifySchema
  readonly errorShape: ErrorShape
}

/**
 * Hears of every route that is registered after it, and answers those that are documented, in the order in
 * which they came.
 */
export function collectOperations(app: FastifyInstance): () => readonly Operation[] {
  const operations: Operation[] = []
  app.addHook('onRoute', ({ method, url, schema, config }) => {
    if (schema?.tags === undefined || schema.hide === true) return
    for (const name of [method].flat()) {
      // Every GET has a HEAD, which says no more.
      if (name === 'HEAD' || name === 'OPTIONS') continue
      operations.push({
        method: name.toLowerCase(),
        path: url.replace(/:(\w+)/g, '{$1}'),
        schema,
        errorShape: config?.errorShape ?? 'envelope',
      })
    }
  })
  return () => operations
}
