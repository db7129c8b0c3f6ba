import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scopes } from '@watchword/protocol/oauth2/scopes.ts'
import type { RouteOptions } from 'fastify'
import { allRoutes } from '../support/all-routes.ts'

const catalogue = new Set(scopes.map(({ scope }) => scope))
const routes = await allRoutes()

/** Routes of an account that ask for a bearer: by what they say of themselves. */
const ofBearers = routes.filter(({ url, schema }) => {
  const asksForBearer = schema?.security?.some((way) => 'bearer' in way) === true
  return asksForBearer && url.includes('/account/:accountId/')
})

test('every route that takes a bearer says which scope a token needs, out of the catalogue', () => {
  assert.ok(ofBearers.length > 60)
  for (const { method, url, config } of ofBearers) {
    const demand = config?.scopeDemand
    assert.ok(demand, `${method} ${url} demands no scope: it is closed to tokens`)
    assert.ok(catalogue.has(demand.read), `${url} ${demand.read}`)
    // The compatible areas have the demand of their API whole, though some of them only read.
    if (changes({ method })) assert.ok(catalogue.has(demand.write), `${url} ${demand.write}`)
  }
})

/** What applications do in their own name beside the APIs that keys are for. */
const ofConsumers = [
  ...['/:accountId/consumer', '/consumer/:consumerId/brand/tokens'],
  ...['/introspect', '/revoke', '/events', '/:consumerId/delegation'].map(
    (path) => `/watchword/consumers${path}`,
  ),
]

test('applications in their own name come in where keys do, and nowhere else', () => {
  const open = ofBearers.filter(({ config }) => config?.scopeDemand?.applications === 'accepted')
  const takesKeys = ofBearers.filter(({ schema }) =>
    schema?.security?.some((way) => 'oauth1' in way),
  )
  for (const route of takesKeys) assert.ok(open.includes(route), route.url)
  for (const { url } of open) {
    // Applications name consumers and act for them; services beside this one check their tokens.
    if (ofConsumers.some((path) => url.endsWith(path))) continue
    assert.match(url, /^\/(?:app-key-manager\/|api\/account\/:accountId\/configuration\/)/)
    assert.doesNotMatch(url, /app-install|watchword/)
  }
})

function changes({ method }: Pick<RouteOptions, 'method'>): boolean {
  return [method].flat().some((name) => name !== 'GET' && name !== 'HEAD')
}
