import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { anonymousJsMethod } from '../consumers/connector-configuration.ts'
import { type ConnectorInput, parseConnector } from './connector.ts'

const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength })
const strong = rsa(2048)
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const spki = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).toString('base64')
const pem = (key: KeyObject, type: 'pkcs8' | 'spki') =>
  key.export({ format: 'pem', type }).toString()

const exempt = new Set(['http://127.0.0.1:4000', 'https://idp.internal:8443'])
const options = {
  mode: 'create' as const,
  keptSecret: undefined,
  isExempt: (url: URL) => exempt.has(url.origin),
}
type Options = Partial<Omit<typeof options, 'mode' | 'keptSecret'>> & {
  readonly mode?: 'create' | 'update'
  readonly keptSecret?: string | undefined
}

const byKey = { issuer: 'https://brand.example', jwtPublicKey: spki(strong.publicKey) }
const byCode = {
  issuer: 'https://brand.example',
  jwtValidationType: 'JWKS_ENDPOINT',
  jwksEndpoint: 'https://brand.example/jwks',
  tokenEndpoint: 'https://brand.example/token',
  clientId: 'watchword',
}

const parse = (type: unknown, configuration: unknown, more: Options = {}) =>
  parseConnector({ name: 'x', type, configuration }, { ...options, ...more })

async function faultsOf(type: unknown, configuration: unknown, more: Options = {}) {
  const read = await parse(type, configuration, more)
  return read.ok ? [] : read.faults.map(({ path, reason }) => `${path}: ${reason}`)
}

async function accepted(type: unknown, configuration: unknown, more: Options = {}) {
  const read = await parse(type, configuration, more)
  assert.ok(read.ok, JSON.stringify(read))
  return read.value
}

/** Paths of its faults. */
async function pathsOf(type: unknown, configuration: unknown, more: Options = {}) {
  const faults = await faultsOf(type, configuration, more)
  return faults.map((fault) => fault.split(': ')[0]?.replace('configuration.', ''))
}

describe('what is left out has its default', () => {
  test('type 0, with nothing at all', async () => {
    const read = await parseConnector({ name: 'x', type: '0' }, options)
    assert.ok(read.ok)
    const { configuration, secret } = read.value
    assert.equal(configuration.jsMethodName, anonymousJsMethod)
    assert.deepEqual([secret, configuration.issuer], [{ kind: 'keep' }, undefined])
  })

  test('type 1, by a pasted key', async () => {
    const { configuration } = await accepted(1, byKey)
    assert.deepEqual(configuration, {
      preferred: false,
      issuerDisplayName: undefined,
      issuer: 'https://brand.example',
      authorizationEndpoint: undefined,
      tokenEndpoint: undefined,
      clientId: undefined,
      jwtValidationType: 'PUBLIC_JWT_KEY',
      jwtPublicKey: byKey.jwtPublicKey,
      jwksEndpoint: undefined,
      discoveryEndpoint: undefined,
      jsMethodName: 'lpGetAuthenticationToken',
      jsContext: 'window',
      pkceEnabled: false,
      rfcCompliance: true,
      scopes: [],
      authorizeParameters: {},
      redirectUris: [],
      tokenEndpointAuthMethod: 'none',
      tokenRequestFormat: 'form',
      delegationEnabled: false,
      sharesIdentity: false,
      claimMapping: {},
      algorithms: ['RS256'],
      clockToleranceSeconds: 60,
      audience: [],
      allowMissingAudience: false,
      encryptionRequired: false,
      textTimes: false,
      unknownSdes: 'refuse',
      reportOnly: undefined,
    })
  })

  test('the method at the token endpoint follows from the secret', async () => {
    const methodOf = ({ configuration }: ConnectorInput) => configuration.tokenEndpointAuthMethod
    assert.equal(methodOf(await accepted(2, byCode)), 'none')
    const withSecret = { ...byCode, clientSecret: 's' }
    assert.equal(methodOf(await accepted(2, withSecret)), 'client_secret_basic')
    const kept = { mode: 'update', keptSecret: 'x' } as const
    assert.equal(methodOf(await accepted(2, byCode, kept)), 'client_secret_basic')
  })

  test('how keys are found follows from what there is to find them by', async () => {
    const issuer = 'https://brand.example'
    const validationOf = async (given: object) =>
      (await accepted(1, { issuer, ...given })).configuration.jwtValidationType
    assert.equal(await validationOf({ jwksEndpoint: 'https://x.example/' }), 'JWKS_ENDPOINT')
    assert.equal(await validationOf({ discoveryEndpoint: 'https://x.example/' }), 'DISCOVERY')
    assert.equal(await validationOf(byKey), 'PUBLIC_JWT_KEY')
  })
})

test('contract 1 section 4.3: numbers and truth values as texts; null, empty and unknown members', async () => {
  const sent = {
    ...byKey,
    preferred: 'true',
    clockToleranceSeconds: '120',
    tokenEndpoint: null,
    clientId: '',
    clientSecret: null,
    madeUp: { x: 1 },
    scopes: ['openid', 'email'],
    reportOnly: {},
  }
  const { configuration } = await accepted('1', sent)
  assert.deepEqual([configuration.preferred, configuration.clockToleranceSeconds], [true, 120])
  assert.deepEqual([configuration.tokenEndpoint, configuration.clientId], [undefined, undefined])
  assert.deepEqual([configuration.scopes, configuration.reportOnly], [['email'], undefined])
  assert.ok(!Object.hasOwn(configuration, 'madeUp'))
})

test('keys are pasted in any form, several at once', async () => {
  for (const jwtPublicKey of [
    spki(strong.publicKey),
    pem(strong.publicKey, 'spki'),
    pem(strong.publicKey, 'spki').replaceAll('\n', '\\n'),
    pem(strong.publicKey, 'spki') + pem(rsa(3072).publicKey, 'spki'),
    JSON.stringify(strong.publicKey.export({ format: 'jwk' })),
  ]) {
    await accepted(1, { ...byKey, jwtPublicKey })
  }
  const algorithms = ['ES256']
  await accepted(1, { ...byKey, algorithms, jwtPublicKey: pem(ec.publicKey, 'spki') })
})

describe('a body that cannot be is refused, and the fault is told', () => {
  const refused: readonly (readonly [string, unknown, object, readonly string[]])[] = [
    ['no issuer', 1, { jwtPublicKey: byKey.jwtPublicKey }, ['issuer']],
    ['no key', 1, { issuer: 'x' }, ['jwtPublicKey']],
    ['a weak key', 1, { ...byKey, jwtPublicKey: spki(rsa(1024).publicKey) }, ['jwtPublicKey']],
    [
      'a private key',
      1,
      { ...byKey, jwtPublicKey: pem(strong.privateKey, 'pkcs8') },
      ['jwtPublicKey'],
    ],
    ['a key of another algorithm', 1, { ...byKey, algorithms: ['ES256'] }, ['jwtPublicKey']],
    ['no set of keys', 1, { issuer: 'x', jwtValidationType: 'JWKS_ENDPOINT' }, ['jwksEndpoint']],
    ['no metadata', 1, { issuer: 'x', jwtValidationType: 'DISCOVERY' }, ['discoveryEndpoint']],
    ['no token endpoint', 2, { ...byCode, tokenEndpoint: null }, ['tokenEndpoint']],
    ['no client', 2, { ...byCode, clientId: null }, ['clientId']],
    [
      'no secret',
      2,
      { ...byCode, tokenEndpointAuthMethod: 'client_secret_post' },
      ['clientSecret'],
    ],
    [
      'a secret for none',
      2,
      { ...byCode, clientSecret: 's', tokenEndpointAuthMethod: 'none' },
      ['clientSecret'],
    ],
    [
      'a secret for a key',
      2,
      { ...byCode, clientSecret: 's', tokenEndpointAuthMethod: 'private_key_jwt' },
      ['clientSecret'],
    ],
    ['a masked secret, new', 2, { ...byCode, clientSecret: '********' }, ['clientSecret']],
    ['a secret of two lines', 2, { ...byCode, clientSecret: 'a\nb' }, ['clientSecret']],
    ['no TLS', 2, { ...byCode, tokenEndpoint: 'http://brand.example/' }, ['tokenEndpoint']],
    [
      'another port',
      2,
      { ...byCode, jwksEndpoint: 'https://brand.example:8443/' },
      ['jwksEndpoint'],
    ],
    ['a password', 2, { ...byCode, tokenEndpoint: 'https://a:b@c.example/' }, ['tokenEndpoint']],
    ['an empty user', 2, { ...byCode, tokenEndpoint: 'https://@c.example/' }, ['tokenEndpoint']],
    ['a fragment', 2, { ...byCode, tokenEndpoint: 'https://c.example/#' }, ['tokenEndpoint']],
    ['a script', 1, { ...byKey, authorizationEndpoint: 'javascript:x' }, ['authorizationEndpoint']],
    ['a space', 1, { ...byKey, issuer: 'https://brand.example ' }, ['issuer']],
    ['a long issuer', 1, { ...byKey, issuer: 'x'.repeat(256) }, ['issuer']],
    ['none', 1, { ...byKey, algorithms: ['none'] }, ['algorithms[0]']],
    ['HMAC', 1, { ...byKey, algorithms: ['RS256', 'HS256'] }, ['algorithms[1]']],
    ['no algorithm', 1, { ...byKey, algorithms: [] }, ['algorithms']],
    ['a wide tolerance', 1, { ...byKey, clockToleranceSeconds: 301 }, ['clockToleranceSeconds']],
    ['a call', 1, { ...byKey, jsMethodName: 'alert(1)' }, ['jsMethodName']],
    ['the name of type 0', 1, { ...byKey, jsMethodName: anonymousJsMethod }, ['jsMethodName']],
    ['another name for type 0', 0, { jsMethodName: 'mine' }, ['jsMethodName']],
    ['an issuer for type 0', 0, { issuer: 'x', preferred: true }, ['issuer', 'preferred']],
    ['a secret for type 0', 0, { clientSecret: 's' }, ['clientSecret']],
    ['relative', 2, { ...byCode, redirectUris: ['/x'] }, ['redirectUris']],
    [
      'our own parameter',
      2,
      { ...byCode, authorizeParameters: { state: 'x' } },
      ['authorizeParameters.state'],
    ],
    [
      'no attribute',
      1,
      { ...byKey, claimMapping: { 'ctmrinfo.storeNumber': 'x', 'cart.total': 'x' } },
      ['claimMapping.ctmrinfo.storeNumber', 'claimMapping.cart.total'],
    ],
    ['a misspelt rule', 1, { ...byKey, reportOnly: { audiense: ['x'] } }, ['reportOnly.audiense']],
    ['tokens of type 1', 1, { ...byKey, delegationEnabled: true }, ['delegationEnabled']],
  ]
  for (const [name, type, configuration, paths] of refused) {
    test(name, async () => assert.deepEqual(await pathsOf(type, configuration), paths))
  }

  test('every fault at once, and nothing of what was sent', async () => {
    const secret = 'do-not-repeat-me'
    const read = await parseConnector(
      {
        name: ' ',
        type: 2,
        configuration: {
          preferred: secret,
          jwtPublicKey: secret,
          tokenEndpoint: `http://${secret}.example`,
          clientSecret: [secret],
          reportOnly: secret,
        },
      },
      options,
    )
    assert.ok(!read.ok)
    assert.deepEqual(read.faults.map(({ path }) => path.replace('configuration.', '')).toSorted(), [
      ...['clientId', 'clientSecret', 'issuer', 'jwtPublicKey', 'name', 'preferred'],
      ...['reportOnly', 'tokenEndpoint'],
    ])
    assert.ok(!JSON.stringify(read.faults).includes(secret))
  })
})

test('the operator excepts hosts: from TLS, and from the port', async () => {
  const local = {
    ...byCode,
    tokenEndpoint: 'http://127.0.0.1:4000/token',
    authorizationEndpoint: 'http://127.0.0.1:4000/auth',
    jwksEndpoint: 'https://idp.internal:8443/jwks',
  }
  await accepted(2, local)
  assert.deepEqual(await pathsOf(2, { ...local, tokenEndpoint: 'http://127.0.0.1:4001/' }), [
    'tokenEndpoint',
  ])
  // A browser may go to any port.
  await accepted(1, { ...byKey, authorizationEndpoint: 'https://brand.example:8443/' })
})

describe('delegation alone (contract 3 section 12)', () => {
  const delegation = {
    jwtPublicKey: 'CONSUMER_DELEGATION',
    authorizationEndpoint: 'https://brand.example/auth',
    tokenEndpoint: 'https://brand.example/token',
    clientId: 'bot',
    clientSecret: 'secret',
  }
  test('needs no issuer, and keeps tokens', async () => {
    const { configuration } = await accepted(2, delegation)
    assert.deepEqual(
      [configuration.jwtPublicKey, configuration.delegationEnabled],
      ['CONSUMER_DELEGATION', true],
    )
    const quoted = { ...delegation, jwtPublicKey: ' "CONSUMER_DELEGATION"\n' }
    const { configuration: tidied } = await accepted(2, quoted)
    assert.equal(tidied.jwtPublicKey, 'CONSUMER_DELEGATION')
  })
  test('is for the code flow, and for nothing else', async () => {
    assert.deepEqual(await pathsOf(1, delegation), ['jwtPublicKey'])
    const more = { jwtValidationType: 'DISCOVERY', preferred: true, delegationEnabled: false }
    assert.deepEqual(await pathsOf(2, { ...delegation, ...more, authorizationEndpoint: null }), [
      ...['jwtValidationType', 'preferred', 'delegationEnabled', 'authorizationEndpoint'],
    ])
  })
})

test('any attribute that a token may set can be mapped, also single values of lists', async () => {
  const claimMapping = {
    'ctmrinfo.ctype': 'https://brand.example/tier',
    'ctmrinfo.lastPaymentDate': 'paid',
    'personal.age.year': 'birth_year',
    'personal.contacts.email': 'mail',
    'personal.contacts.address.country': 'country',
  }
  const { configuration } = await accepted(1, { ...byKey, claimMapping })
  assert.deepEqual(configuration.claimMapping, claimMapping)
})

test('the id of a replacement is read; that of a creation is not', async () => {
  const body = { id: '7', name: 'x', type: 0 }
  const created = await parseConnector(body, options)
  const updated = await parseConnector(body, { ...options, mode: 'update' })
  assert.deepEqual([created.ok && created.value.id, updated.ok && updated.value.id], [undefined, 7])
})

test('whatever is sent is read or refused, and never throws', async () => {
  const anything = fc.anything({ maxDepth: 3, withNullPrototype: true })
  const member = fc.constantFrom(...Object.keys({ ...byKey, ...byCode, reportOnly: 1, scopes: 1 }))
  await fc.assert(
    fc.asyncProperty(anything, fc.dictionary(member, anything), async (body, changes) => {
      await parseConnector(body, options)
      await parse(fc.sample(fc.nat(2), 1)[0], { ...byKey, ...byCode, ...changes })
    }),
    { numRuns: 200 },
  )
})
