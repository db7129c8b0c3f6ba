import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { chooseKey, type IssuerKeys } from '@watchword/protocol/consumers/issuer-keys.ts'
import { exportJWK, exportSPKI, generateKeyPair } from 'jose'
import type { DocumentOutcome, DocumentRefusal } from '#domain/foreign-keys/foreign-document.ts'
import { createTestClock } from '../../../test/support/clock.ts'
import { connectorOf } from '../../../test/support/connector.ts'
import { createIdentityProviders } from './identity-providers.ts'

const { publicKey } = await generateKeyPair('ES256', { extractable: true })
const jwk = await exportJWK(publicKey)
const pem = await exportSPKI(publicKey)
const issuer = 'https://login.brand.example'
const jwksUrl = `${issuer}/jwks`
const metadataUrl = `${issuer}/.well-known/openid-configuration`
const acme = parseAccountId('acme') ?? assert.fail()
const zenith = parseAccountId('zenith') ?? assert.fail()
const down: DocumentOutcome = { ok: false, refusal: 'unreachable', reason: 'it is down' }
const late: DocumentOutcome = { ok: false, refusal: 'time', reason: 'it was late' }

function found(value: unknown): DocumentOutcome {
  return { ok: true, value, maxAgeSeconds: undefined }
}

/** Documents by URL; what is not there is down. */
function world(documents: Record<string, DocumentOutcome>) {
  const clock = createTestClock()
  const fetched: string[] = []
  const providers = createIdentityProviders({
    clock,
    ask: async (url) => {
      fetched.push(url)
      const document = documents[url] ?? down
      const answered = { latencyMs: 1, facts: undefined }
      return document.ok
        ? { ...answered, ok: true, status: 200, value: document.value }
        : { ...answered, ...document }
    },
  })
  return { clock, fetched, documents, of: providers.issuerKeysOf }
}

function kidsOf(keys: IssuerKeys): string {
  return keys.source === 'none'
    ? `${keys.code} ${keys.message}`
    : keys.keys.map(({ kid }) => kid).join()
}

const pasted = (jwtPublicKey: string | undefined) =>
  connectorOf({ jwtValidationType: 'PUBLIC_JWT_KEY', jwtPublicKey })
const discovery = connectorOf({
  jwtValidationType: 'DISCOVERY',
  jwksEndpoint: undefined,
  discoveryEndpoint: metadataUrl,
})
const metadata = { issuer, jwks_uri: jwksUrl }

test('a pasted key: read once, until the text or the algorithms change; nobody is asked', async () => {
  const { of, fetched } = world({})
  const first = await of(acme, pasted(pem), 'any')
  assert.ok(first.source === 'pasted' && first.keys.length === 1)
  const again = await of(acme, pasted(pem), undefined)
  assert.ok(again.source === 'pasted' && again.keys[0] === first.keys[0])
  const elsewhere = await of(zenith, pasted(pem), undefined)
  assert.ok(elsewhere.source === 'pasted' && elsewhere.keys[0] !== first.keys[0])
  const other = await of(acme, pasted(JSON.stringify({ ...jwk, kid: 'new' })), 'new')
  assert.equal(kidsOf(other), 'new')
  const forRsa = connectorOf({ ...pasted(pem).configuration, algorithms: ['RS256'] })
  assert.match(kidsOf(await of(acme, forRsa, undefined)), /^1028/)
  assert.deepEqual(fetched, [])
})

test('a pasted key that is none: 1028, and what to do, without the text', async () => {
  const { of } = world({})
  for (const text of [undefined, '', 'CONSUMER_DELEGATION', 'the secret']) {
    const keys = await of(acme, pasted(text), undefined)
    assert.ok(keys.source === 'none' && keys.code === '1028', `${text}`)
    assert.ok(keys.advice !== '' && !JSON.stringify(keys).includes('the secret'))
  }
})

test('a key set: by account and connector; keys that are left out are told', async () => {
  const { of, documents, fetched } = world({
    [jwksUrl]: found({
      keys: [
        { ...jwk, kid: 'a' },
        { ...jwk, kid: 'b', use: 'enc' },
      ],
    }),
  })
  const keys = await of(acme, connectorOf(), 'a')
  assert.ok(keys.source === 'jwks')
  assert.deepEqual([kidsOf(keys), keys.leftOut], ['a', [{ kid: 'b', fault: 'not_for_signatures' }]])
  documents[jwksUrl] = found({ keys: [{ ...jwk, kid: 'c' }] })
  assert.equal(kidsOf(await of(acme, connectorOf(), 'a')), 'a')
  assert.equal(kidsOf(await of(zenith, connectorOf(), 'a')), 'c')
  assert.equal(kidsOf(await of(acme, connectorOf({}, { id: 8 }), 'a')), 'c')
  assert.equal(fetched.length, 3)
})

test('the server is down: keys that are known go on working, and a new kid is nobody’s fault here', async () => {
  const { of, documents, clock } = world({ [jwksUrl]: found({ keys: [{ ...jwk, kid: 'a' }] }) })
  await of(acme, connectorOf(), 'a')
  delete documents[jwksUrl]
  clock.advance(30_000)
  const unknown = await of(acme, connectorOf(), 'b')
  assert.equal(
    kidsOf(unknown),
    '9011 the key set could not be fetched, and the keys known from before lack this kid',
  )
  assert.equal(kidsOf(await of(acme, connectorOf(), 'a')), 'a')
  clock.advance(3_600_000)
  assert.equal(kidsOf(await of(acme, connectorOf(), 'a')), 'a')
  documents[jwksUrl] = found({ keys: [{ ...jwk, kid: 'b' }] })
  clock.advance(30_000)
  assert.equal(kidsOf(await of(acme, connectorOf(), 'b')), 'b')
  // It was taken back: the set says so.
  const choice = chooseKey({ alg: 'ES256', kid: 'a' }, await of(acme, connectorOf(), 'a'))
  assert.equal(choice.candidates.length, 0)
})

test('every way in which a key set cannot be had has its code', async () => {
  const rows: Readonly<Record<DocumentRefusal, string>> = {
    ...{ time: '9013', busy: '9013' },
    ...{ json: '1038', type: '1038', size: '1038', encoding: '1038' },
    ...{ url: '9011', port: '9011', address: '9011', name: '9011', unreachable: '9011' },
    ...{ certificate: '9011', redirect: '9011', status: '9011' },
  }
  for (const [refusal, code] of Object.entries(rows) as [DocumentRefusal, string][]) {
    const reason = 'the reason'
    const { of } = world({ [jwksUrl]: { ok: false, refusal, reason } })
    const keys = await of(acme, connectorOf(), 'a')
    assert.ok(keys.source === 'none' && keys.code === code, refusal)
    // The message may be read by anybody, the advice by administrators.
    assert.deepEqual([keys.message.includes(reason), keys.advice.includes(reason)], [false, true])
    const viaMetadata = world({ [metadataUrl]: { ok: false, refusal, reason } })
    const none = await viaMetadata.of(acme, discovery, 'a')
    assert.ok(none.source === 'none' && none.code === (code === '9013' ? '9013' : '9011'), refusal)
  }
  const noSet = await world({ [jwksUrl]: found({ kty: 'EC' }) }).of(acme, connectorOf(), 'a')
  assert.ok(noSet.source === 'none' && noSet.code === '1038')
  assert.match(noSet.advice, /not a set/)
})

test('discovery: the keys are where the metadata says, which is kept as keys are', async () => {
  const { of, fetched, clock, documents } = world({
    [metadataUrl]: found(metadata),
    [jwksUrl]: found({ keys: [{ ...jwk, kid: 'a' }] }),
  })
  const twenty = await Promise.all(Array.from({ length: 20 }, () => of(acme, discovery, 'a')))
  assert.deepEqual([...new Set(twenty.map(kidsOf))], ['a'])
  assert.deepEqual(fetched, [metadataUrl, jwksUrl])
  documents[metadataUrl] = late
  documents[jwksUrl] = late
  clock.advance(3_600_000)
  assert.equal(kidsOf(await of(acme, discovery, 'a')), 'a')
})

test('discovery: an answer for another issuer, byte for byte, is not used', async () => {
  for (const other of [`${issuer}/`, 'https://LOGIN.brand.example', 'https://evil.example']) {
    const { of, fetched } = world({
      [metadataUrl]: found({ ...metadata, issuer: other }),
      [jwksUrl]: found({ keys: [jwk] }),
    })
    const keys = await of(acme, discovery, undefined)
    assert.ok(keys.source === 'none' && keys.code === '1038')
    assert.ok(keys.advice.includes(other) && !keys.message.includes(other))
    assert.deepEqual(fetched, [metadataUrl])
  }
})

test('discovery: what is no metadata is a server that answers garbage; without jwks_uri there are no keys', async () => {
  const garbage = await world({ [metadataUrl]: found([]) }).of(acme, discovery, 'a')
  assert.ok(garbage.source === 'none' && garbage.code === '9011')
  const without = await world({ [metadataUrl]: found({ issuer }) }).of(acme, discovery, 'a')
  assert.ok(without.source === 'none' && without.code === '1038')
  const nowhere = connectorOf({ jwksEndpoint: undefined })
  assert.match(kidsOf(await world({}).of(acme, nowhere, 'a')), /^1038/)
})
