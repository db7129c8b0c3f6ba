import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { bodyOf, type ConnectorValues, newValues, valuesOf } from './form-values.ts'
import { someConnector as connector } from './some-connector.ts'

const values = (set: Partial<ConnectorValues>): ConnectorValues => ({ ...newValues, ...set })

describe('a connector as a form, and back', () => {
  const stored: readonly ConnectorObject[] = [
    connector(1),
    connector(1, { jwtValidationType: 'PUBLIC_JWT_KEY', jwtPublicKey: 'MIIB', jwksEndpoint: null }),
    connector(2, { clientId: 'c', tokenEndpoint: 'https://login.example/token' }),
    connector(2, { clientId: 'c', pkceEnabled: true, jwtValidationType: 'DISCOVERY' }),
    connector(1, {
      ...{ claimMapping: { 'ctmrinfo.ctype': 'tier' }, authorizeParameters: { prompt: 'login' } },
      ...{ reportOnly: { audience: ['me'] }, scopes: ['email'], clockToleranceSeconds: 0 },
    }),
    // By other means than this form: what it does not show for the method.
    connector(1, { tokenEndpoint: 'https://login.example/token', redirectUris: ['https://a.b/c'] }),
    connector(2, { clientId: 'c', discoveryEndpoint: 'https://login.example/d' }),
  ]

  for (const [index, one] of stored.entries()) {
    test(`saved without a change, nothing of it changes (${index})`, () => {
      const { id, name, type, configuration } = bodyOf(valuesOf(one), one)
      assert.deepEqual({ id, name, type }, { id: one.id, name: one.name, type: one.type })
      for (const [member, value] of Object.entries(configuration)) {
        assert.deepEqual(value, Reflect.get(one.configuration, member), member)
      }
      for (const [member, value] of Object.entries(one.configuration)) {
        const isEmpty = value === null || value === false || JSON.stringify(value) === '[]'
        if (isEmpty || member in configuration) continue
        assert.ok(['tokenEndpointAuthMethod', 'tokenRequestFormat'].includes(member), member)
      }
    })
  }

  test('the mask of a secret never comes into the form, nor goes back', () => {
    const secret = connector(2, { clientId: 'c', clientSecret: '********' })
    assert.equal(valuesOf(secret).clientSecret, '')
    assert.ok(!('clientSecret' in bodyOf(valuesOf(secret), secret).configuration))
  })

  test('a public client sends no secret, although one was typed', () => {
    const typed = { method: 'code', clientSecret: 's', tokenEndpointAuthMethod: 'none' } as const
    assert.ok(!('clientSecret' in bodyOf(values(typed)).configuration))
    const basic = { ...typed, tokenEndpointAuthMethod: 'client_secret_basic' }
    assert.equal(bodyOf(values(basic)).configuration['clientSecret'], 's')
  })

  test('an anonymous connector has nothing of an identity provider', () => {
    const { type, configuration } = bodyOf(values({ method: 'anonymous', issuer: 'https://x' }))
    assert.equal(type, 0)
    assert.deepEqual(configuration, { jsContext: 'window' })
  })

  test('delegation alone is code with its magic key, and vouches for nobody', () => {
    const { type, configuration } = bodyOf(
      values({ method: 'delegation', clientId: 'c', issuer: 'https://x', preferred: true }),
    )
    assert.equal(type, 2)
    assert.equal(configuration['jwtPublicKey'], 'CONSUMER_DELEGATION')
    assert.equal(configuration['clientId'], 'c')
    for (const member of ['issuer', 'preferred', 'jwtValidationType', 'delegationEnabled']) {
      assert.ok(!(member in configuration), member)
    }
    const again = valuesOf(connector(2, { jwtPublicKey: 'CONSUMER_DELEGATION' }))
    assert.equal(again.method, 'delegation')
    assert.equal(again.jwtPublicKey, '')
  })

  test('of three ways to the keys, the chosen one is sent', () => {
    const all = {
      ...{ discoveryEndpoint: 'https://d', jwksEndpoint: 'https://j', jwtPublicKey: 'MIIB' },
    }
    for (const [way, member] of [
      ['DISCOVERY', 'discoveryEndpoint'],
      ['JWKS_ENDPOINT', 'jwksEndpoint'],
      ['PUBLIC_JWT_KEY', 'jwtPublicKey'],
    ] as const) {
      const { configuration } = bodyOf(values({ ...all, jwtValidationType: way }))
      const sent = Object.keys(all).filter((name) => name in configuration)
      assert.deepEqual(sent, [member])
    }
  })

  test('PKCE is the method, never a leftover', () => {
    assert.equal(bodyOf(values({ method: 'pkce' })).configuration['pkceEnabled'], true)
    assert.equal(bodyOf(values({ method: 'code' })).configuration['pkceEnabled'], false)
    assert.ok(!('pkceEnabled' in bodyOf(values({ method: 'implicit' })).configuration))
  })

  test('what belonged to the method before goes with it', () => {
    const before = connector(2, { clientId: 'c', tokenEndpoint: 'https://t', pkceEnabled: true })
    const { configuration } = bodyOf({ ...valuesOf(before), method: 'implicit' }, before)
    assert.ok(!('tokenEndpoint' in configuration))
    assert.ok(!('pkceEnabled' in configuration))
  })

  test('spaces around a text are dropped, empty lines too', () => {
    const { name, configuration } = bodyOf(
      values({
        ...{ name: ' Brand ', issuer: ' https://x ' },
        authorizeParameters: [
          { name: ' prompt ', value: 'login' },
          { name: '', value: 'lost' },
        ],
      }),
    )
    assert.equal(name, 'Brand')
    assert.equal(configuration['issuer'], 'https://x')
    assert.deepEqual(configuration['authorizeParameters'], { prompt: 'login' })
  })
})
