import type { FastifyInstance } from 'fastify'
import { DomainError } from '#domain/errors.ts'
import { addressKey } from '#lib/address-key.ts'
import type { Clock } from '#lib/clock.ts'
import { createRateLimiter } from '#lib/rate-limiter.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route is for whoever watches over the server: it answers when nothing else may. */
    unlimited?: boolean
  }
}

/**
 * Lets an address make so many calls a minute; what exceeds that is answered 429, in the shape of its
 * area, with `Retry-After`. It counts in the memory of this process, so with several processes an address
 * gets as much from each: the limit is there to keep a process alive, and guards no secret. What guards
 * passwords is counted in the database.
 */
export function limitCalls(
  app: FastifyInstance,
  { perMinute, clock }: { readonly perMinute: number | undefined; readonly clock: Clock },
): void {
  if (perMinute === undefined) return
  const limiter = createRateLimiter({ perMinute })
  app.addHook('onRequest', (request, _reply, done) => {
    const decision = limiter.take(addressKey(request.ip), clock.now())
    if (decision.allowed || request.routeOptions.config.unlimited === true) return done()
    const { retryAfterSeconds } = decision
    done(
      new DomainError(
        'too_many_requests',
        `Too many calls from this address. Try again in ${retryAfterSeconds} s.`,
        { retryAfterSeconds },
      ),
    )
  })
}
