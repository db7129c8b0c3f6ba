import { LogoAnswer, LogoBody, LogoQuery } from '@watchword/protocol/api/logo.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { readLogo, removeLogo, setLogo } from '#domain/accounts/change-logo.ts'
import type { Logo } from '#domain/accounts/logo.ts'
import type { UserCaller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import { originOf, userOf } from '#http/authenticate.ts'
import { logoPath } from '#http/logo-path.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals, type WatchwordPorts } from './route-about.ts'

const path = `${base}/settings/logo`
/** 64 KiB in base64, and then some. */
const bodyLimit = 128 * 1024

const about = { tags: ['Settings' as const], security: byBearer, params: AccountParams }

/** The picture that the hosted pages of the account show: for administrators. */
export function addLogo(
  app: FastifyInstance,
  ports: WatchwordPorts & { readonly publicOrigin: string },
): void {
  const read = {
    ...about,
    summary: 'Read the logo',
    description:
      'What is known of it, and where it is. 404, or with `ifAny=true` 204: there is none.',
    operationId: 'readLogo',
    querystring: LogoQuery,
    response: { 200: LogoAnswer, 204: Type.Null(), ...commonRefusals },
  }
  app.get<{ Querystring: LogoQuery }>(path, { schema: read }, async (request, reply) => {
    const caller = userOf(request)
    const logo = await readLogo(ports, caller)
    if (logo === undefined && request.query.ifAny === 'true') return reply.code(204).send()
    if (logo === undefined) throw new DomainError('not_found', 'The account has no logo.')
    return answer(ports, caller, logo)
  })
  const replace = {
    ...about,
    summary: 'Set the logo',
    description:
      'Shown on the pages where users sign in, allow an application and sign out. It is kept here and fetched from ' +
      'nowhere. What it is, its own first bytes tell; SVG is not taken.',
    operationId: 'setLogo',
    body: LogoBody,
    response: { 200: LogoAnswer, ...commonRefusals },
  }
  // It is read once it is known who asks, and a fault is told by its path.
  const validatorCompiler = () => () => true
  app.put(path, { bodyLimit, schema: replace, validatorCompiler }, async (request) => {
    const caller = userOf(request)
    const { image } = (request.body ?? {}) as { readonly image?: unknown }
    const asking = { caller, origin: originOf(request) }
    return answer(ports, caller, await setLogo(ports, asking, image))
  })
  const remove = {
    ...about,
    summary: 'Take the logo away',
    description: 'The pages show the first letter of the account’s name again.',
    operationId: 'removeLogo',
    response: { 204: Type.Null(), ...commonRefusals },
  }
  app.delete(path, { schema: remove }, async (request, reply) => {
    const asking = { caller: userOf(request), origin: originOf(request) }
    if (await removeLogo(ports, asking)) return reply.code(204).send()
    throw new DomainError('not_found', 'The account has no logo.')
  })
}

function answer(
  { publicOrigin }: { readonly publicOrigin: string },
  { accountId }: UserCaller,
  { mediaType, bytes, version, updatedAt }: Logo,
): LogoAnswer {
  const url = `${publicOrigin}${logoPath(accountId, version)}`
  return { url, mediaType, sizeBytes: bytes.length, updatedAt }
}
