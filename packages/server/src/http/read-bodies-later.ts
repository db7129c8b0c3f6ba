import type { FastifyInstance } from 'fastify'

/**
 * Bodies are published by their schema and read by a parser that the domain calls: the schema alone could
 * not turn "4" into 4 (contract 1 §4.3), nor name every fault of a body, nor wait until it is known who may.
 */
export function readBodiesLater(app: FastifyInstance): void {
  const compile = app.validatorCompiler
  app.setValidatorCompiler((route) =>
    route.httpPart === 'body' || compile === undefined ? () => true : compile(route),
  )
}
