import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import { checkIdToken } from '@watchword/protocol/consumers/check-id-token.ts'
import type { IssuerKeys } from '@watchword/protocol/consumers/issuer-keys.ts'
import { readJwks } from '@watchword/protocol/consumers/read-jwks.ts'
import { readPublicKey } from '@watchword/protocol/consumers/read-public-key.ts'
import { compactDecrypt, createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { pastedKey } from './brand-keys.ts'
import { clientIds, type Flow, returnPath } from './clients.ts'
import { type ConsumerBrowser, createConsumerBrowser, makePkce } from './consumer-browser.ts'
import { customers } from './customers.ts'
import { type BrandIdp, startBrandIdp } from './start-brand-idp.ts'
import { type SwitchName, switchNames, switchOf } from './switches.ts'

const encryption = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** The other side: a key to encrypt to, and an ear for logouts. */
async function startOtherSide() {
  const logouts: string[] = []
  const jwk = { ...encryption.publicKey.export({ format: 'jwk' }), kid: 'enc-1', use: 'enc' }
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ keys: [{ ...jwk, alg: 'RSA-OAEP-256' }] }))
      return
    }
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const form = new URLSearchParams(Buffer.concat(pieces).toString())
    logouts.push(`${request.url} ${form.get('logout_token')}`)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const urls = (['implicit', 'code', 'pkce', 'jwe'] as const).map((flow) => [
    flow,
    `${origin}/${flow}`,
  ])
  return {
    logouts,
    watchword: {
      encryptionKeysUrl: `${origin}/keys`,
      logoutUrls: Object.fromEntries(urls) as Record<Flow, string>,
    },
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

describe('the identity provider of the brand', () => {
  let other: Awaited<ReturnType<typeof startOtherSide>>
  let idp: BrandIdp
  let browser: ConsumerBrowser

  before(async () => {
    other = await startOtherSide()
    idp = await startBrandIdp({ watchword: other.watchword, slowMs: 200 })
    browser = createConsumerBrowser(idp)
    await browser.logIn()
  })
  beforeEach(() => idp.mend())
  after(async () => {
    await idp.stop()
    other.stop()
  })

  const redeem = (form: Readonly<Record<string, string>>, withSecret: boolean) =>
    fetch(`${idp.issuer}/token`, {
      method: 'POST',
      ...(withSecret && {
        headers: {
          authorization: `Basic ${Buffer.from(`${clientIds.code}:${idp.clientSecret}`).toString('base64')}`,
        },
      }),
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        redirect_uri: `${idp.origin}${returnPath}`,
        ...form,
      }),
    })

  /** The id_token of a flow, by whichever way it comes. */
  async function tokenOf(flow: Flow): Promise<string> {
    if (flow === 'implicit' || flow === 'jwe') {
      return (await browser.askForToken(flow)).get('id_token') ?? ''
    }
    const { verifier, challenge } = makePkce()
    const isPkce = flow === 'pkce'
    const returned = await browser.askForCode(flow, isPkce ? challenge : undefined)
    const code = returned.get('code') ?? ''
    const response = await redeem(
      isPkce ? { code, client_id: clientIds.pkce, code_verifier: verifier } : { code },
      !isPkce,
    )
    const { id_token: token = '' } = (await response.json()) as { id_token?: string }
    return token
  }

  async function decrypted(token: string): Promise<string> {
    const { plaintext, protectedHeader } = await compactDecrypt(token, encryption.privateKey)
    assert.equal(protectedHeader.kid, 'enc-1')
    return Buffer.from(plaintext).toString()
  }

  test('discovery names its endpoints, all on its own origin', async () => {
    const metadata = (await (
      await fetch(`${idp.issuer}/.well-known/openid-configuration`)
    ).json()) as Record<string, unknown>
    assert.equal(metadata['issuer'], idp.issuer)
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
      assert.ok(String(metadata[name]).startsWith(`${idp.issuer}/`), name)
    }
  })

  test('every flow vouches for the same person, and jose verifies what it sends', async () => {
    const keys = createRemoteJWKSet(new URL(`${idp.issuer}/jwks`))
    for (const flow of ['implicit', 'code', 'pkce', 'jwe'] as const) {
      const token = await tokenOf(flow)
      const signed = flow === 'jwe' ? await decrypted(token) : token
      const { payload } = await jwtVerify(signed, keys, {
        issuer: idp.issuer,
        audience: clientIds[flow],
        algorithms: ['RS256'],
      })
      assert.equal(payload.sub, customers[0]?.id, flow)
      assert.equal(payload['given_name'], 'Ines', flow)
      assert.ok(Array.isArray(payload['lp_sdes']), flow)
    }
  })

  test('a code works once, only with its verifier and its redirect URI', async () => {
    const { verifier, challenge } = makePkce()
    const ask = async () => (await browser.askForCode('pkce', challenge)).get('code') ?? ''
    const client = { client_id: clientIds.pkce }
    const wrong = await redeem(
      { ...client, code: await ask(), code_verifier: makePkce().verifier },
      false,
    )
    assert.equal(wrong.status, 400)
    const code = await ask()
    assert.equal((await redeem({ ...client, code, code_verifier: verifier }, false)).status, 200)
    assert.equal((await redeem({ ...client, code, code_verifier: verifier }, false)).status, 400)
    assert.equal((await browser.askForCode('pkce')).get('error'), 'invalid_request')
  })

  test('nobody logged in: login_required, and no token', async () => {
    const stranger = createConsumerBrowser(idp)
    const returned = await stranger.askForToken('implicit')
    assert.equal(returned.get('error'), 'login_required')
    assert.equal(returned.get('id_token'), null)
  })

  test('a login as nobody, from a page of elsewhere, or that nobody asked for, is refused', async () => {
    const [first] = customers
    assert.ok(first)
    await assert.rejects(createConsumerBrowser(idp).logIn({ ...first, id: 'x' }), /not logged in/)
    assert.equal((await createConsumerBrowser(idp).send('/login/unknown')).status, 400)
    const elsewhere = createConsumerBrowser(idp, { 'sec-fetch-site': 'cross-site' })
    await assert.rejects(elsewhere.logIn(), /not logged in/)
  })

  test('a name that stands for 127.0.0.1 is not answered', async () => {
    const { port } = idp
    const response = await fetch(`http://localhost:${port}/idp/jwks`).catch(() => undefined)
    if (response !== undefined) assert.equal(response.status, 421)
  })

  test('a logout is told to everybody to whom it vouched, as a logout token', async () => {
    const visitor = createConsumerBrowser(idp)
    await visitor.logIn(customers[1])
    await visitor.askForToken('implicit')
    await visitor.logOut()
    assert.equal(other.logouts.length, 1)
    const [path, token = ''] = other.logouts[0]?.split(' ') ?? []
    assert.equal(path, '/implicit')
    const { payload, protectedHeader } = await jwtVerify(
      token,
      createRemoteJWKSet(new URL(`${idp.issuer}/jwks`)),
      { issuer: idp.issuer, audience: clientIds.implicit },
    )
    assert.equal(protectedHeader.typ, 'logout+jwt')
    assert.equal(payload.sub, customers[1]?.id)
    assert.deepEqual(Object.keys(payload['events'] as object), [
      'http://schemas.openid.net/event/backchannel-logout',
    ])
    assert.equal((await visitor.askForToken('implicit')).get('error'), 'login_required')
  })

  test('a flip of a switch logs nobody out', async () => {
    idp.setSwitch('expired-token', true)
    idp.setSwitch('expired-token', false)
    assert.ok((await browser.askForToken('implicit')).has('id_token'))
  })

  async function fetchedKeys(): Promise<IssuerKeys> {
    const response = await fetch(`${idp.issuer}/jwks`)
    const reading = await readJwks(await response.text(), ['RS256'])
    assert.ok(reading.ok)
    return { source: 'jwks', keys: reading.keys, leftOut: reading.leftOut }
  }

  async function pastedKeys(): Promise<IssuerKeys> {
    const reading = await readPublicKey(pastedKey(idp.keys.current), ['RS256'])
    assert.ok(reading.ok)
    return { source: 'pasted', keys: reading.keys }
  }

  /** The rules that a token fails. */
  async function failures(flow: Flow, keys: IssuerKeys): Promise<readonly string[]> {
    const report = await checkIdToken({
      token: await tokenOf(flow),
      keys,
      decryptionKeys: [{ kid: 'enc-1', privateKey: encryption.privateKey }],
      expected: {
        accountId: 'brand',
        issuer: idp.issuer,
        clientId: clientIds[flow],
        algorithms: ['RS256'],
        toleranceSeconds: 60,
        encryptionRequired: flow === 'jwe',
      },
      nowSeconds: Date.now() / 1000,
    })
    return report.results.filter(({ verdict }) => verdict === 'fail').map(({ rule }) => rule)
  }

  for (const name of switchNames) {
    const { group, rules } = switchOf(name)
    if (group !== 'claims' && group !== 'signature') continue
    test(`${name}: exactly its own rule fails, in every flow`, async () => {
      const isFoundBy = (rule: string | undefined) => {
        if (rule === undefined) return []
        return name === 'missing-sub' ? [rule, 'sub'] : [rule]
      }
      assert.deepEqual(await failures('implicit', await pastedKeys()), [])
      idp.setSwitch(name, true)
      for (const flow of ['implicit', 'code', 'pkce', 'jwe'] as const) {
        // Inside of a JWE, that is where the token is looked at for its form.
        const isNested = name === 'alg-none' && flow === 'jwe'
        const { pasted, fetched } = isNested ? { pasted: 'nested', fetched: 'nested' } : rules
        assert.deepEqual(await failures(flow, await pastedKeys()), isFoundBy(pasted), flow)
        assert.deepEqual(await failures(flow, await fetchedKeys()), isFoundBy(fetched), flow)
      }
      idp.setSwitch(name, false)
      assert.deepEqual(await failures('jwe', await fetchedKeys()), [])
    })
  }

  test('faults of the claims come together, those of the signature one at a time', async () => {
    for (const name of [
      'expired-token',
      'wrong-issuer',
      'wrong-signature',
      'unknown-kid',
    ] as const) {
      idp.setSwitch(name, true)
    }
    assert.deepEqual([...idp.switches()], ['expired-token', 'wrong-issuer', 'unknown-kid'])
    assert.deepEqual(await failures('implicit', await fetchedKeys()), ['kid', 'exp', 'iss'])
  })

  test('a skewed clock shows in the Date of its answers too', async () => {
    for (const [name, seconds] of [
      ['clock-ahead', 1800],
      ['clock-behind', -1800],
    ] as const) {
      idp.mend()
      idp.setSwitch(name, true)
      const response = await fetch(`${idp.issuer}/jwks`)
      const offset = (Date.parse(response.headers.get('date') ?? '') - Date.now()) / 1000
      assert.ok(Math.abs(offset - seconds) < 5, `${offset}`)
    }
  })

  test('the key set: down, slow, without end, elsewhere', async () => {
    const url = `${idp.issuer}/jwks`
    idp.setSwitch('keys-down', true)
    await assert.rejects(fetch(url))
    idp.setSwitch('keys-slow', true)
    const begun = performance.now()
    assert.equal((await fetch(url)).status, 200)
    assert.ok(performance.now() - begun >= 190)
    idp.setSwitch('keys-elsewhere', true)
    assert.equal((await fetch(url, { redirect: 'manual' })).status, 302)
    idp.setSwitch('keys-endless', true)
    assert.ok((await readUntil(url, 1_000_000)) >= 1_000_000)
    assert.ok((await fetch(`${idp.issuer}/.well-known/openid-configuration`)).ok)
  })

  test('the token endpoint: down, refusing, broken, slow, without id_token', async () => {
    const exchange = async () => {
      const code = (await browser.askForCode('code')).get('code') ?? ''
      return redeem({ code }, true)
    }
    idp.setSwitch('token-endpoint-down', true)
    await assert.rejects(exchange())
    idp.setSwitch('token-endpoint-refuses', true)
    const refused = await exchange()
    assert.equal(refused.status, 400)
    assert.deepEqual(await refused.json(), { error: 'invalid_code' })
    idp.setSwitch('token-endpoint-broken', true)
    assert.equal((await exchange()).status, 500)
    idp.setSwitch('token-endpoint-slow', true)
    const begun = performance.now()
    assert.equal((await exchange()).status, 200)
    assert.ok(performance.now() - begun >= 190)
    idp.setSwitch('missing-id-token', true)
    const without = (await (await exchange()).json()) as Record<string, unknown>
    assert.equal(without['id_token'], undefined)
    assert.ok(without['access_token'])
    assert.equal(
      decodeJwt(await tokenOf('implicit')).sub,
      customers[0]?.id,
      'nothing else is broken',
    )
  })

  test('every switch is one that can be set, and undone', () => {
    for (const name of switchNames) {
      idp.setSwitch(name, true)
      assert.ok(idp.switches().has(name))
      idp.setSwitch(name, false)
      assert.equal(idp.switches().size, 0)
    }
  })
})

/** Reads that many bytes of an answer, then goes away. */
async function readUntil(url: string, bytes: number): Promise<number> {
  const response = await fetch(url)
  let read = 0
  for await (const piece of response.body ?? []) {
    read += (piece as Uint8Array).length
    if (read >= bytes) break
  }
  return read
}

test('started with switches, it is broken from the beginning', async () => {
  const on: readonly SwitchName[] = ['clock-behind', 'keys-down']
  const idp = await startBrandIdp({ switches: on })
  try {
    assert.deepEqual([...idp.switches()], on)
    assert.notEqual(idp.port, 0)
    await assert.rejects(fetch(`${idp.issuer}/jwks`))
  } finally {
    await idp.stop()
  }
})
