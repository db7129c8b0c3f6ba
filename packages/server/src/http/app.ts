import { isUtf8 } from 'node:buffer'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { parseStrictJson } from '@watchword/protocol/json/strict-json.ts'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { DomainError } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { createErrorHandler, createNotFoundHandler } from './errors.ts'
import { beginRequest } from './plugins/begin-request.ts'
import { answerBrokenPath, answerBrokenRequest } from './plugins/broken-requests.ts'
import { lazySerializerCompiler, lazyValidatorCompiler } from './plugins/lazy-compilers.ts'
import { overrideMethod } from './plugins/method-override.ts'
import { requestIdOf } from './plugins/request-id.ts'
import { checkBody } from './signed-request.ts'

export type HttpApp = FastifyInstance<
  import('node:http').Server,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

export type HttpAppParts = {
  readonly clock: Clock
  readonly log: FastifyBaseLogger
  /** Whether clients reach us by https, so that they may be told to keep to it. */
  readonly publicTls: boolean
  readonly trustedProxies: readonly string[]
  readonly tls?: { readonly key: string; readonly cert: string } | undefined
}

/** Bodies that are not lists of objects are small. Routes that take lists say how much more they take. */
export const defaultBodyLimitBytes = 64 * 1024

/** Node would answer a request without a host with nothing; `headerFault` says what is wrong. */
const withoutHost = { requireHostHeader: false }

/** The empty house: limits, parsing, headers and errors that hold for every route. */
export function createHttpApp({
  clock,
  log,
  publicTls,
  trustedProxies,
  tls,
}: HttpAppParts): HttpApp {
  const errorHandler = createErrorHandler({ clock })
  const begin = beginRequest({ log, publicTls })
  const app = Fastify({
    // With a log of Fastify's own, each request would pay for a child of it and for listeners to its end.
    // All requests are given the one log, and whoever logs something of a request names its id.
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: defaultBodyLimitBytes,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    genReqId: requestIdOf,
    rewriteUrl: overrideMethod,
    clientErrorHandler: answerBrokenRequest({ clock }),
    frameworkErrors: answerBrokenPath({ begin, answer: errorHandler }),
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200, caseSensitive: true, ignoreTrailingSlash: false },
    ...(tls === undefined
      ? { http: withoutHost }
      : { https: { ...withoutHost, ...tls, minVersion: 'TLSv1.2' } }),
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as HttpApp

  app.log = log
  app.setValidatorCompiler(lazyValidatorCompiler())
  app.setSerializerCompiler(lazySerializerCompiler())
  app.setErrorHandler(errorHandler)
  app.setNotFoundHandler(createNotFoundHandler({ clock }))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      checkBody(request, body)
      return readJson(body)
    },
  )
  app.decorateRequest('startedAt', 0)
  app.addHook('onRequest', begin)
  return app
}

/** An empty body under `application/json` is no fault (contract part 4, row 3). */
function readJson(body: Buffer): unknown {
  if (body.length === 0) return undefined
  if (!isUtf8(body)) throw new DomainError('bad_request', 'The body is not UTF-8.')
  const parsed = parseStrictJson(body.toString('utf8'))
  if (!parsed.ok) throw new DomainError('bad_request', `The body was not read: ${parsed.reason}.`)
  return parsed.value
}
