import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { scopes } from '@watchword/protocol/oauth2/scopes.ts'
import { consoleScopes } from '#domain/applications/console-client.ts'
import { allRoutes } from '../support/all-routes.ts'

describe('what the console may ask for', () => {
  /** Demanded by routes, but of others than a person at the console: see `consoleScopes`. */
  const ofOthers = ['consumers:invoke', 'delegated-tokens:read', 'introspect']

  test('is every scope that a route demands, but for three; all are in the catalogue', async () => {
    const routes = await allRoutes()
    const demanded = routes.flatMap(({ config }) => {
      const demand = config?.scopeDemand
      return demand === undefined ? [] : [demand.read, demand.write]
    })
    const asked = new Set(consoleScopes)
    const missing = [...new Set(demanded)].filter((name) => !asked.has(name))
    assert.deepEqual(missing.sort(), ofOthers)
    const catalogue = new Set(scopes.map((entry) => entry.scope))
    assert.deepEqual(
      consoleScopes.filter((name) => !catalogue.has(name)),
      [],
    )
  })

  test('opens every route that takes bearers, but what has scopes of its own', async () => {
    const routes = await allRoutes()
    const closed = routes
      .filter(({ schema }) => {
        const security = schema?.security ?? []
        return security.some((one) => 'bearer' in one)
      })
      .filter(({ config }) => config?.scopeDemand === undefined)
      .map(({ url }) => url)
    assert.deepEqual([...new Set(closed)], ['/oidc/:accountId/userinfo'])
  })
})
