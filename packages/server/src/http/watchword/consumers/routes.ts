import type { FastifyInstance } from 'fastify'
import type { Callers } from '#domain/authorization/callers.ts'
import type { ConsumerAttributePorts } from '#domain/consumers/consumer-attributes.ts'
import type { ConsumerTokens } from '#domain/consumers/consumer-tokens.ts'
import type { EraseConsumerPorts } from '#domain/consumers/erase-consumer.ts'
import type { ConsumerReadPorts } from '#domain/consumers/read-consumers.ts'
import type { UnlinkPorts } from '#domain/consumers/unlink-consumer.ts'
import { requireUser } from '#http/authenticate.ts'
import { requireConsumer, requireUserOrConsumer } from '#http/authenticate-consumer.ts'
import { takeForms } from '#http/form-body.ts'
import { createOAuth2ErrorHandler } from '#http/oauth2-errors.ts'
import { allowAnyOrigin, sendOpenPreflightOf } from '#http/plugins/cors.ts'
import { readBodiesLater } from '#http/read-bodies-later.ts'
import { demandScope, scopeOfApi } from '#http/scope-demand.ts'
import { base } from '../route-about.ts'
import { addOwnAttributes } from './attributes.routes.ts'
import { addErasure, addReceipts } from './erasure.routes.ts'
import { addConsumer, addConsumerList, addFindConsumers, addOwnConsumer } from './read.routes.ts'
import {
  addEvents,
  addIntrospection,
  addRevocation,
  type ConsumerTokenPorts,
} from './tokens.routes.ts'
import { addUnlink } from './unlink.routes.ts'

/** What is known of consumers, for them, for agents, and for administrators. */
export function consumerDataRoutes(
  ports: ConsumerReadPorts &
    ConsumerTokenPorts &
    ConsumerAttributePorts &
    UnlinkPorts &
    EraseConsumerPorts & { readonly callers: Callers; readonly tokens: ConsumerTokens },
) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(async (part) => {
      part.addHook('onRequest', requireUser(ports))
      demandScope(part, scopeOfApi('consumers'))
      addConsumerList(part, ports)
    })
    await app.register(async (part) => {
      part.addHook('onRequest', requireUser(ports))
      // Finding changes nothing, whatever its method.
      demandScope(part, { read: 'consumers:read', write: 'consumers:read' })
      readBodiesLater(part)
      addFindConsumers(part, ports)
    })
    await app.register(async (part) => {
      part.addHook('onRequest', requireUser(ports))
      demandScope(part, scopeOfApi('consumers'))
      addReceipts(part, ports)
      readBodiesLater(part)
      addUnlink(part, ports)
      addErasure(part, ports)
    })
    await app.register(async (part) => {
      part.addHook('onRequest', requireUserOrConsumer(ports))
      demandScope(part, scopeOfApi('consumers'))
      addConsumer(part, ports)
    })
    await app.register(async (part) => {
      part.addHook('onRequest', requireUser(ports))
      demandScope(part, { ...scopeOfApi('consumers'), applications: 'accepted' })
      addEvents(part, ports)
      await part.register(async (forms) => {
        beginForms(forms)
        addRevocation(forms, ports)
      })
    })
    await app.register(async (part) => {
      part.addHook('onRequest', requireUser(ports))
      demandScope(part, { read: 'introspect', write: 'introspect', applications: 'accepted' })
      beginForms(part)
      addIntrospection(part, ports)
    })
    await app.register(async (part) => {
      // The consumer's own page asks, whatever its origin; no cookie says who it is.
      allowAnyOrigin(part)
      await part.register(async (own) => {
        own.addHook('onRequest', requireConsumer(ports))
        addOwnConsumer(own, ports)
        readBodiesLater(own)
        addOwnAttributes(own, ports)
      })
      const hidden = { schema: { hide: true } }
      part.options(`${base}/consumers/me`, hidden, sendOpenPreflightOf('GET'))
      part.options(`${base}/consumers/me/attributes`, hidden, sendOpenPreflightOf('PUT, PATCH'))
    })
  }
}

/** Requests and refusals as RFC 7662 and RFC 7009 have them. */
function beginForms(part: FastifyInstance): void {
  takeForms(part)
  readBodiesLater(part)
  part.setErrorHandler(createOAuth2ErrorHandler())
}
