import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '#config/config.ts'
import { createCallers } from '#domain/login/callers.ts'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import type { MasterKeys } from '#domain/sealing/master-keys.ts'
import { createHttpApp, type HttpApp } from '#http/app.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'

/** What a server is made of. Tests make the same one with their own clock and database. */
export type Parts = {
  readonly config: Config
  readonly storage: Storage
  readonly masterKeys: MasterKeys
  readonly clock: Clock
  readonly log: FastifyBaseLogger
  readonly tls?: { readonly key: string; readonly cert: string }
}

/** Builds the server from its parts. The only place where they meet. */
export function buildServer({ config, storage, masterKeys, clock, log, tls }: Parts): HttpApp {
  const dataKeys = createDataKeys({ storage, masterKeys })
  const onFault = (fault: unknown) => log.error({ err: fault }, 'background work failed')
  const callers = createCallers({ storage, clock, onFault })
  const publicTls = config.publicOrigin.startsWith('https:')

  const app = createHttpApp({ clock, log, publicTls, trustedProxies: config.trustedProxies, tls })
  void dataKeys
  void callers
  return app
}
