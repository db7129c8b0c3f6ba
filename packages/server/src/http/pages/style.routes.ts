import type { FastifyInstance } from 'fastify'
import { namesEtag, strongEtag } from '#lib/etag.ts'
import { icon, iconPath } from './icon.ts'
import { style, stylePath, styleVersion } from './style.ts'

/** The style and the icon of the hosted pages: for ever, when they are asked for by their version. */
export function addStyleRoutes(app: FastifyInstance): void {
  addStyle(app)
  app.get(
    iconPath,
    { schema: { hide: true, produces: ['image/svg+xml', 'text/html'] } },
    async (_request, reply) =>
      reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('content-type', 'image/svg+xml')
        .send(icon),
  )
}

function addStyle(app: FastifyInstance): void {
  const etag = strongEtag(style)
  app.get(
    stylePath,
    { schema: { hide: true, produces: ['text/css', 'text/html'] } },
    async (request, reply) => {
      const isVersioned = request.raw.url === `${stylePath}?v=${styleVersion}`
      reply.header(
        'cache-control',
        isVersioned ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
      reply.header('etag', etag)
      const ifNoneMatch = request.headers['if-none-match']
      if (ifNoneMatch !== undefined && namesEtag(ifNoneMatch, etag)) return reply.code(304).send()
      return reply.header('content-type', 'text/css; charset=utf-8').send(style)
    },
  )
}
