import type { FastifyInstance } from 'fastify'
import { accountOf, notThere } from '#http/account-of.ts'
import { logoPath } from '#http/logo-path.ts'
import { namesEtag } from '#lib/etag.ts'
import type { PagePorts } from './authorize-handler.ts'
import { pageSchema } from './page-schema.ts'

/**
 * The logo of an account, for its pages: for ever, when it is asked for by its version. It is nothing but a picture,
 * whatever else could be read into its bytes: its type is ours, and a browser that opens it runs nothing.
 */
export function addLogoRoute(app: FastifyInstance, { storage }: Pick<PagePorts, 'storage'>): void {
  const produces = ['image/png', 'image/jpeg', 'image/webp', 'text/html']
  app.get(
    '/oidc/:accountId/logo',
    { schema: { ...pageSchema, produces } },
    async (request, reply) => {
      const accountId = accountOf(request)
      const [account, logo] = await Promise.all([
        storage.read.accounts.find(accountId),
        storage.read.logos.find(accountId),
      ])
      if (account?.status !== 'active' || logo === undefined) throw notThere()
      const isVersioned = request.raw.url === logoPath(accountId, logo.version)
      const etag = `"${logo.version}"`
      reply.header(
        'cache-control',
        isVersioned ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
      reply.header('content-security-policy', "default-src 'none'; sandbox")
      reply.header('cross-origin-resource-policy', 'same-origin')
      reply.header('etag', etag)
      const ifNoneMatch = request.headers['if-none-match']
      if (ifNoneMatch !== undefined && namesEtag(ifNoneMatch, etag)) return reply.code(304).send()
      return reply.header('content-type', logo.mediaType).send(logo.bytes)
    },
  )
}
