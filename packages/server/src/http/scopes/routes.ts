import { ScopeCatalogue } from '@watchword/protocol/api/application-reports.ts'
import { scopes } from '@watchword/protocol/oauth2/scopes.ts'
import type { FastifyInstance } from 'fastify'
import { byAnyone } from '../openapi/route-docs.ts'

/** What an application may ask for, at a public address: the reference publishes no such list (contract 2 section 6). */
export function scopeRoutes() {
  return async (app: FastifyInstance): Promise<void> => {
    const schema = {
      tags: ['Applications' as const],
      summary: 'List every scope and what it allows',
      description:
        'Scopes that are not listed may be installed too: they mean what others make of them.',
      security: byAnyone,
      response: { 200: ScopeCatalogue },
    }
    app.get('/scopes.json', { schema }, async (_request, reply): Promise<ScopeCatalogue> => {
      reply.header('cache-control', 'public, max-age=300')
      reply.header('access-control-allow-origin', '*')
      return catalogue
    })
  }
}

const catalogue: ScopeCatalogue = {
  scopes: scopes.map(({ scope, group, description, aliases }) => ({
    scope,
    group,
    description,
    aliases: [...aliases],
  })),
}
