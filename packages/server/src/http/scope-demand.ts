import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Caller, mayUseScope } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'

/**
 * Which scope a token of an application needs on a route. Sessions, and tokens that may do whatever their user may,
 * need none; what the user may do is asked besides.
 */
export type ScopeDemand = {
  readonly read: string
  readonly write: string
  /** Whether an application may come in its own name too, with no user. */
  readonly applications?: 'accepted'
}

declare module 'fastify' {
  interface FastifyContextConfig {
    scopeDemand?: ScopeDemand
  }
}

/** The demand of an API of the catalogue: `settings:read` for reading, `settings:write` for all else. */
export function scopeOfApi(api: string): ScopeDemand {
  return { read: `${api}:read`, write: `${api}:write` }
}

/** Makes every route that is added to this part of the server from now on ask for a scope. */
export function demandScope(app: FastifyInstance, demand: ScopeDemand): void {
  app.addHook('onRoute', (route) => {
    route.config = { scopeDemand: demand, ...route.config }
  })
}

/**
 * Refuses a token that its scopes do not let in here (RFC 6750 section 3.1). A route that asks for no scope is
 * closed to tokens with scopes: whoever adds one decides.
 */
export function checkScope(request: FastifyRequest, caller: Caller): void {
  if (caller.kind === 'api-key') return
  if (caller.kind === 'user' && (caller.granted?.scopes ?? 'all') === 'all') return
  const { config, method } = request.routeOptions
  const demand = config?.scopeDemand
  if (caller.kind === 'application' && demand?.applications !== 'accepted') {
    throw new DomainError(
      'forbidden',
      'This is for users: an application in its own name cannot call it. Send a user’s token.',
    )
  }
  if (demand === undefined) {
    throw new DomainError('forbidden', 'No scope lets a token in here. Send the bearer of a login.')
  }
  const reads = method === 'GET' || method === 'HEAD'
  const scope = reads ? demand.read : demand.write
  if (mayUseScope(caller, scope)) return
  throw new DomainError(
    'forbidden',
    `The token lacks the scope ${scope}. The application must be installed with it, and ask for it.`,
    { scope },
  )
}
