import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { basicOf, type Exchange, pathFor, runClientCredentials, runDiscovery } from './try-flow.ts'

const issuer = 'https://id.example/oidc/1'
const about = { issuer, accountApi: 'https://id.example/api/account/1' }
const client = { clientId: 'an id', clientSecret: 's3cret:%', scope: '' }
const metadata = {
  token_endpoint: `${issuer}/token`,
  introspection_endpoint: `${issuer}/introspect`,
  revocation_endpoint: `${issuer}/revoke`,
  jwks_uri: `${issuer}/jwks`,
}

type Answer = { readonly status?: number; readonly body?: unknown }

/** An issuer that answers by path; what it was asked is kept. */
function issuerWith(answers: Readonly<Record<string, Answer | undefined>>) {
  const asked: { readonly path: string; readonly init: RequestInit }[] = []
  const told: Exchange[] = []
  let time = 0
  const ports = {
    measure: () => (time += 4),
    tell: (exchange: Exchange) => void told.push(exchange),
    fetch: async (url: string, init: RequestInit) => {
      const path = new URL(url).pathname.replace('/oidc/1', '').replace('/api/account/1', '')
      asked.push({ path, init })
      const answer = Object.hasOwn(answers, path) ? answers[path] : { status: 404 }
      if (answer === undefined) throw new TypeError('nobody answered')
      const text = answer.body === undefined ? '' : JSON.stringify(answer.body)
      return new Response(text, {
        status: answer.status ?? 200,
        headers: { 'x-request-id': 'abc' },
      })
    },
  }
  return { asked, told, ports }
}

const whole = {
  '/.well-known/openid-configuration': { body: metadata },
  '/jwks': { body: { keys: [] } },
  '/token': { body: { access_token: 't0ken', scope: 'openid users:read' } },
  '/introspect': { body: { active: true } },
  '/revoke': {},
  '/configuration/le-users/users': { body: [{ id: 1 }] },
}
const stepsOf = (told: readonly Exchange[]) => told.map(({ step, status }) => [step, status])

describe('client credentials', () => {
  test('the whole way: token, what it is, a call with it, and its end', async () => {
    const { asked, told, ports } = issuerWith(whole)
    await runClientCredentials(ports, about, client)
    assert.deepEqual(stepsOf(told), [
      ...[['discovery', 200] as const, ['token', 200] as const, ['introspect', 200] as const],
      ...[['call', 200] as const, ['revoke', 200] as const],
    ])
    const headers = asked.map(({ init }) => new Headers(init.headers).get('authorization'))
    assert.equal(headers[1], `Basic ${btoa('an+id:s3cret%3A%25')}`)
    assert.equal(headers[3], 'Bearer t0ken')
    assert.ok(asked.every(({ init }) => init.credentials === 'omit' && init.redirect === 'error'))
    assert.equal(`${asked[4]?.init.body}`, 'token=t0ken')
  })

  test('nothing that lets somebody in is told', async () => {
    const { told, ports } = issuerWith(whole)
    await runClientCredentials(ports, about, client)
    const text = JSON.stringify(told)
    for (const secret of ['s3cret', 't0ken', btoa('an+id:s3cret%3A%25')]) {
      assert.equal(text.includes(secret), false, secret)
    }
    assert.match(text, /an id/)
  })

  test('a refused application ends there, and why is told', async () => {
    const refused = { status: 401, body: { error: 'invalid_client', error_description: 'No.' } }
    const { told, ports } = issuerWith({ ...whole, '/token': refused })
    await runClientCredentials(ports, about, client)
    assert.deepEqual(stepsOf(told), [
      ['discovery', 200],
      ['token', 401],
    ])
    assert.match(told[1]?.received ?? '', /invalid_client/)
    assert.equal(told[1]?.requestId, 'abc')
  })

  test('a token is given back whatever became of the call', async () => {
    const { told, ports } = issuerWith({
      ...whole,
      ...{ '/introspect': undefined, '/configuration/le-users/users': { status: 403 } },
    })
    await runClientCredentials(ports, about, client)
    assert.deepEqual(stepsOf(told).slice(2), [
      ['introspect', undefined],
      ['call', 403],
      ['revoke', 200],
    ])
  })

  test('a JWT of an application cannot be given back, and nobody tries', async () => {
    const granted = { body: { access_token: 'a.b.c', scope: 'users:write' } }
    const { told, ports } = issuerWith({ ...whole, '/token': granted })
    await runClientCredentials(ports, about, client)
    assert.deepEqual(
      told.map(({ step }) => step),
      ['discovery', 'token', 'introspect'],
    )
  })

  test('a scope is asked for if one is named', async () => {
    const { asked, ports } = issuerWith(whole)
    await runClientCredentials(ports, about, { ...client, scope: 'users:read' })
    assert.equal(`${asked[1]?.init.body}`, 'grant_type=client_credentials&scope=users%3Aread')
  })

  test('what the scopes allow is called, and nothing else', () => {
    assert.match(pathFor('openid skills:read') ?? '', /skills/)
    assert.equal(pathFor('users:write'), undefined)
    assert.equal(pathFor(''), undefined)
  })

  test('RFC 6749 section 2.3.1: id and secret are encoded before they are joined', () => {
    const { value, shown } = basicOf({ clientId: 'a:b', clientSecret: 'ü &' })
    assert.equal(atob(value.slice('Basic '.length)), 'a%3Ab:%C3%BC+%26')
    assert.equal(shown, 'Basic a:b:•••• (3)')
  })
})

describe('discovery', () => {
  test('the metadata, then the keys that it names', async () => {
    const { told, ports } = issuerWith(whole)
    await runDiscovery(ports, about)
    assert.deepEqual(stepsOf(told), [
      ['discovery', 200],
      ['jwks', 200],
    ])
  })

  test('nobody answers: that is told, and nothing more is asked', async () => {
    const { told, ports } = issuerWith({ '/.well-known/openid-configuration': undefined })
    await runDiscovery(ports, about)
    assert.deepEqual(stepsOf(told), [['discovery', undefined]])
  })

  test('an answer that is no JSON is shown, and believed in nothing', async () => {
    const { told, ports } = issuerWith({ '/.well-known/openid-configuration': { body: 'text' } })
    await runDiscovery(ports, about)
    assert.equal(told.length, 1)
  })
})
