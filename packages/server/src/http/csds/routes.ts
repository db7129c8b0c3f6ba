import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AccountDirectory, Directory } from '#domain/directory/directory.ts'
import { DomainError } from '#domain/errors.ts'
import { readCallback, sendScript } from '#http/jsonp.ts'
import { allowAnyOrigin, sendOpenPreflight } from '#http/plugins/cors.ts'
import { namesEtag } from '#lib/etag.ts'
import { type Answer, answersOf } from './answers.ts'
import { checkVersion } from './query.ts'
import { type DirectoryForm, directorySchema } from './schemas.ts'

type Params = { readonly accountId: string; readonly service?: string }
type Request = FastifyRequest<{
  Params: Params
  Querystring: Readonly<Record<string, unknown>>
}>

/**
 * The Domain API, contract 1 section 1 and contract 4, rows 2 and 6. Nobody is asked who they are: an
 * `Authorization` header is not looked at. It never redirects to https, because a look-up over http is
 * signed for that very URL. What was written once is sent from memory, with nothing made per request.
 */
export function csdsRoutes(ports: { readonly directory: Directory }) {
  return async (app: FastifyInstance): Promise<void> => {
    allowAnyOrigin(app)
    for (const base of ['/api/account/:accountId/service', '/csdr/account/:accountId/service']) {
      for (const scope of ['one', 'all'] as const) {
        const path = `${base}${scope === 'one' ? '/:service' : ''}/baseURI`
        const legacy = base.startsWith('/csdr')
        addRoute(app, ports, `${path}.json`, { scope, form: 'json', hide: legacy })
        addRoute(app, ports, path, { scope, form: 'json', hide: true })
        addRoute(app, ports, `${path}.lpCsds`, { scope, form: 'script', hide: legacy })
      }
    }
  }
}

function addRoute(
  app: FastifyInstance,
  { directory }: { readonly directory: Directory },
  path: string,
  form: DirectoryForm,
): void {
  const send = form.form === 'script' ? sendAsScript : sendJson
  const options = {
    schema: directorySchema(form),
    config: { errorShape: 'bare' as const },
    // The handler reads the little there is to read, and says what is wrong in the Domain API's words.
    validatorCompiler: () => () => true,
  }
  app.get(path, options, (request: Request, reply: FastifyReply) => {
    checkVersion(request.query)
    const { accountId, service } = request.params
    const known = parseAccountId(accountId)
    if (known === undefined) throw unknownAccount(accountId)
    const found = directory.directoryOf(known)
    if (!(found instanceof Promise))
      return send(request, reply, answerOf(found, accountId, service))
    return found.then((late) => send(request, reply, answerOf(late, accountId, service)))
  })
  app.options(path, { schema: { hide: true } }, sendOpenPreflight)
}

function answerOf(
  directory: AccountDirectory | undefined,
  accountId: string,
  service: string | undefined,
): Answer {
  if (directory === undefined) throw unknownAccount(accountId)
  const answers = answersOf(directory)
  if (service === undefined) return answers.all()
  const answer = answers.one(service)
  if (answer === undefined) throw unknownService(service, directory)
  return answer
}

function sendJson(request: Request, reply: FastifyReply, { body, etag }: Answer): FastifyReply {
  reply.header('cache-control', cacheControl)
  reply.header('etag', etag)
  const ifNoneMatch = request.headers['if-none-match']
  if (ifNoneMatch !== undefined && namesEtag(ifNoneMatch, etag)) return reply.code(304).send()
  reply.header('content-type', 'application/json; charset=utf-8')
  return reply.send(body)
}

function sendAsScript(request: Request, reply: FastifyReply, { body }: Answer): FastifyReply {
  const callback = readCallback(request.query, 'cb')
  reply.header('cache-control', cacheControl)
  return sendScript(request, reply, callback, body)
}

const cacheControl = 'public, max-age=300'

function unknownAccount(accountId: string): DomainError {
  return new DomainError('unknown_account', `Invalid account id: ${printable(accountId)}`)
}

function unknownService(service: string, { hosts }: AccountDirectory): DomainError {
  const names = [...hosts.keys()].join(', ')
  return new DomainError(
    'unknown_service',
    `There is no service ${printable(service)}. There are: ${names}.`,
  )
}

/** What a stranger wrote, as it may be repeated: short, and with nothing that means something anywhere. */
function printable(text: string): string {
  return text.slice(0, 64).replace(/[^\w.-]/g, '?')
}
