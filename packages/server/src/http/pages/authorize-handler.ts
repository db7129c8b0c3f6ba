import type { Parameters } from '@watchword/protocol/oauth2/parameters.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type AuthorizePorts, startAuthorization } from '#domain/authorization/authorize.ts'
import type { Face } from '#domain/authorization/grant.ts'
import { sendStep } from './send-step.ts'
import { addressInstead, readPageRequest } from './take-page-requests.ts'

export type PagePorts = AuthorizePorts & {
  /** Whether clients reach us by https, so that cookies are for https alone. */
  readonly publicTls: boolean
}

/** The authorization endpoint of a face, by GET and POST. */
export function authorizeHandler(
  ports: PagePorts,
  {
    face,
    redirectStatus,
    check = () => {},
  }: {
    readonly face: Face
    readonly redirectStatus: 302 | 303
    /** Throws what the face alone refuses, which is shown on a page. */
    readonly check?: (parameters: Parameters) => void
  },
) {
  const { publicTls } = ports
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const page = readPageRequest(request, ports)
    check(page.parameters)
    const address = addressInstead(request, page)
    if (address !== undefined) return reply.redirect(address, 303)
    const step = await startAuthorization(ports, { ...page, face })
    return sendStep(request, reply, { page, publicTls, step, redirectStatus })
  }
}
