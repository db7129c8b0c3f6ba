import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { RouteOptions } from 'fastify'
import pino from 'pino'
import { readConfig } from '#config/read-config.ts'
import { exampleOf } from '#http/docs/example.ts'
import { schemaOf } from '#http/openapi/json-schema.ts'
import { systemClock } from '#lib/clock.ts'
import { openSqlite } from '#storage/sqlite/open-sqlite.ts'
import { buildServer } from '../../src/server.ts'
import { createCheapPasswords } from './cheap-passwords.ts'
import { fixedMasterKeys } from './master-keys.ts'

/** Every route of the server, documented or not: what must hold for each is tested for each. */
export async function allRoutes(): Promise<readonly RouteOptions[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-routes-'))
  const storage = openSqlite(path.join(folder, 'empty.db'))
  const routes: RouteOptions[] = []
  const app = buildServer({
    config: readConfig({ WATCHWORD_DATA_DIR: folder }),
    storage,
    masterKeys: fixedMasterKeys(),
    clock: systemClock,
    log: pino({ level: 'silent' }),
    passwords: createCheapPasswords(),
    onRoute: (route) => routes.push(route),
  })
  await app.ready()
  await app.close()
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
  return routes
}

/** The methods of a route. */
export function methodsOf({ method }: RouteOptions): readonly string[] {
  return [method].flat()
}

/** Every operation on an account that asks for a bearer, whoever adds it: read from the routes themselves. */
export async function bearerRoutes(): Promise<readonly RouteOptions[]> {
  return (await allRoutes()).filter(
    ({ url, schema, method }) =>
      url.includes(':accountId') &&
      schema?.security?.some((credential) => 'bearer' in credential) === true &&
      method !== 'HEAD',
  )
}

/** A good body for an operation, if it takes one. */
export function bodyOf({ schema }: RouteOptions, method: string): { readonly body?: unknown } {
  const body = schemaOf(schema?.body)
  return method === 'GET' || body === undefined ? {} : { body: exampleOf(body) }
}
