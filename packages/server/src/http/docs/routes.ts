import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Operation } from '#http/openapi/collect-operations.ts'
import { type OpenApiDocument, openApiDocument } from '#http/openapi/document.ts'
import { shareResponses } from '#http/openapi/share-responses.ts'
import { shareSchemas } from '#http/openapi/share-schemas.ts'
import { namesEtag, strongEtag } from '#lib/etag.ts'
import { docsPage, landingPage } from './page.ts'
import { style } from './style.ts'

/** What the pages are made of. */
export type DocsPorts = {
  readonly operations: () => readonly Operation[]
  readonly version: string
  readonly publicOrigin: string
  /** Whether there is a console to lead to. */
  readonly console: boolean
}

/** No script runs on our pages, whatever gets into them; the style is our own file. */
const pagePolicy =
  "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/**
 * The description of the API for machines and for people, and the page at `/`. Each is written when it is
 * first asked for, when all routes are known, and kept: nothing of it depends on who asks.
 */
export function docsRoutes({ operations, version, publicOrigin, console }: DocsPorts) {
  const document = once<OpenApiDocument>(() =>
    openApiDocument(operations(), { version, origin: publicOrigin }),
  )
  const html = 'text/html; charset=utf-8'
  const files = {
    '/openapi.json': file('application/json; charset=utf-8', () =>
      JSON.stringify(shareResponses(shareSchemas(document()))),
    ),
    '/docs': file(html, () => String(docsPage(document()))),
    '/': file(html, () => String(landingPage({ console }))),
    '/docs/style.css': file('text/css; charset=utf-8', () => style),
  }
  return async (app: FastifyInstance): Promise<void> => {
    for (const [path, send] of Object.entries(files)) {
      app.get(path, { schema: { hide: true } }, send)
    }
  }
}

function file(contentType: string, write: () => string) {
  const made = once(() => {
    const body = write()
    return { body, etag: strongEtag(body) }
  })
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { body, etag } = made()
    reply.header('cache-control', 'no-cache').header('etag', etag)
    // The description of the API is public, and a page elsewhere may want to show it.
    if (contentType.startsWith('application/json')) reply.header('access-control-allow-origin', '*')
    if (contentType.startsWith('text/html')) reply.header('content-security-policy', pagePolicy)
    const ifNoneMatch = request.headers['if-none-match']
    if (ifNoneMatch !== undefined && namesEtag(ifNoneMatch, etag)) return reply.code(304).send()
    return reply.header('content-type', contentType).send(body)
  }
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
