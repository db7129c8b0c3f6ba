import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import {
  authorityName,
  generateKeys,
  issueAuthority,
  issueServer,
  type KeyPair,
} from '#tls/issue-certificate.ts'

// Clients compare with the machine's clock, so these certificates are for now.
const now = Date.now()
const period = { notBefore: new Date(now - 3_600_000), notAfter: new Date(now + 3_600_000) }
const authorityKeys = await generateKeys()
const serverKeys = await generateKeys()
const authorityPem = issueAuthority(authorityKeys, ['auth.example.com', '192.0.2.7'], period)

function issuedFor(hosts: readonly string[], by: KeyPair = authorityKeys): string {
  const issuer = { ...by, name: authorityName(by.publicKey) }
  return issueServer(issuer, serverKeys.publicKey, hosts, period)
}

/** Serves with the certificate on loopback, and asks it by a client that trusts `ca` alone. */
async function ask(t: TestContext, cert: string, servername: string, ca = authorityPem) {
  const key = serverKeys.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const server = createServer({ cert, key }, (_, response) => response.end('hello'))
  t.after(() => server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const options = { host: '127.0.0.1', port, ca, agent: false }
  const request = get(servername === '127.0.0.1' ? options : { ...options, servername })
  const [response] = await once(request, 'response')
  return (await response.toArray()).join('')
}

describe('a client that trusts only the authority', () => {
  for (const name of ['localhost', '127.0.0.1', 'auth.example.com']) {
    test(`speaks with the server as ${name}`, async (t) => {
      assert.equal(await ask(t, issuedFor(['auth.example.com']), name), 'hello')
    })
  }

  test('speaks with it under a name below a permitted one', async (t) => {
    const name = 'eu.auth.example.com'
    assert.equal(await ask(t, issuedFor([name]), name), 'hello')
  })

  for (const host of ['bank.example', 'example.com', 'notauth.example.com', '192.0.2.8', '::2']) {
    test(`RFC 5280 section 4.2.1.10: refuses what it issued for ${host}`, async (t) => {
      await assert.rejects(ask(t, issuedFor([host]), 'localhost'), /permitted subtree violation/)
    })
  }

  test('refuses the certificate under a name that is not in it', async (t) => {
    const cert = issuedFor(['auth.example.com'])
    await assert.rejects(ask(t, cert, 'bank.example'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  })

  test('refuses the certificate of another authority', async (t) => {
    const cert = issuedFor([], await generateKeys())
    await assert.rejects(ask(t, cert, 'localhost'), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
  })
})

test('the authority certifies servers only: what they sign is refused', async (t) => {
  const keys = await generateKeys()
  const by = { ...serverKeys, name: 'Watchword development server' }
  const cert = issueServer(by, keys.publicKey, [], period)
  const chain = `${cert}${issuedFor([])}`
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const server = createServer({ cert: chain, key }, (_, response) => response.end())
  t.after(() => server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const request = get({ host: '127.0.0.1', port, ca: authorityPem, servername: 'localhost' })
  await assert.rejects(once(request, 'response'), /key usage does not include certificate signing/)
})

test('each certificate has its own positive serial number, and each authority its own name', async () => {
  const serials = Array.from({ length: 20 }, () => new X509Certificate(issuedFor([])).serialNumber)
  assert.equal(new Set(serials).size, 20)
  for (const serial of serials) assert.match(serial, /^[4-7][0-9A-F]{31}$/)
  const other = await generateKeys()
  assert.notEqual(authorityName(other.publicKey), authorityName(authorityKeys.publicKey))
})

test('the server certificate is for servers: serverAuth and nothing else', () => {
  const { keyUsage } = new X509Certificate(issuedFor([]))
  assert.deepEqual(keyUsage, ['1.3.6.1.5.5.7.3.1'])
})
