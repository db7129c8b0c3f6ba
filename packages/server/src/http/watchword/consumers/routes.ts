import type { FastifyInstance } from 'fastify'
import type { Callers } from '#domain/authorization/callers.ts'
import type { ConsumerTokens } from '#domain/consumers/consumer-tokens.ts'
import type { ConsumerReadPorts } from '#domain/consumers/read-consumers.ts'
import { requireUser } from '#http/authenticate.ts'
import { requireConsumer, requireUserOrConsumer } from '#http/authenticate-consumer.ts'
import { allowAnyOrigin, sendOpenPreflightOf } from '#http/plugins/cors.ts'
import { demandScope, scopeOfApi } from '#http/scope-demand.ts'
import { base } from '../route-about.ts'
import { addConsumer, addConsumerList, addOwnConsumer } from './read.routes.ts'

/** What is known of consumers, for them, for agents, and for administrators. */
export function consumerDataRoutes(
  ports: ConsumerReadPorts & { readonly callers: Callers; readonly tokens: ConsumerTokens },
) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(async (part) => {
      part.addHook('onRequest', requireUser(ports))
      demandScope(part, scopeOfApi('consumers'))
      addConsumerList(part, ports)
    })
    await app.register(async (part) => {
      part.addHook('onRequest', requireUserOrConsumer(ports))
      demandScope(part, scopeOfApi('consumers'))
      addConsumer(part, ports)
    })
    await app.register(async (part) => {
      // The consumer's own page asks, whatever its origin; no cookie says who it is.
      allowAnyOrigin(part)
      await part.register(async (own) => {
        own.addHook('onRequest', requireConsumer(ports))
        addOwnConsumer(own, ports)
      })
      part.options(`${base}/consumers/me`, { schema: { hide: true } }, sendOpenPreflightOf('GET'))
    })
  }
}
