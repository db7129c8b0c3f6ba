import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { openDevCertificate } from '#tls/dev-certificate.ts'
import { generateKeys } from '#tls/issue-certificate.ts'

const start = new Date('2030-01-01T12:00:00Z')
const hosts = ['auth.example.com']

function daysLater(days: number): Date {
  return new Date(start.getTime() + days * 86_400_000)
}

/** A place for certificates that is gone after the test, and an opener that counts new keys. */
async function place(t: TestContext) {
  const parent = await mkdtemp(join(tmpdir(), 'watchword-tls-'))
  t.after(() => rm(parent, { recursive: true, force: true }))
  const directory = join(parent, 'data', 'tls')
  let keysMade = 0
  const generate = () => {
    keysMade += 1
    return generateKeys()
  }
  const open = async (now = start, names: readonly string[] = hosts) => {
    keysMade = 0
    const opened = await openDevCertificate({ directory, hosts: names, now, generate })
    const authorityPem = await readFile(opened.authorityFile, 'utf8')
    return { ...opened, authorityPem, keysMade }
  }
  return { directory, open }
}

describe('the first time', () => {
  test('an authority and a certificate are made, that belong together', async (t) => {
    const { open } = await place(t)
    const opened = await open()
    const authority = new X509Certificate(opened.authorityPem)
    const server = new X509Certificate(opened.certificatePem)
    assert.equal(opened.created, true)
    assert.equal(authority.ca, true)
    assert.equal(server.ca, false)
    assert.ok(server.checkIssued(authority))
    assert.ok(server.verify(authority.publicKey))
    for (const name of ['localhost', 'auth.example.com']) assert.ok(server.checkHost(name), name)
    for (const address of ['127.0.0.1', '::1']) assert.ok(server.checkIP(address), address)
    assert.deepEqual([authority.validToDate, server.validToDate], [daysLater(90), daysLater(90)])
  })

  test('only the owner can read what is kept', async (t) => {
    const { directory, open } = await place(t)
    await open()
    assert.equal((await stat(directory)).mode & 0o777, 0o700)
    const files = await readdir(directory)
    assert.deepEqual(files.sort(), [
      'authority-key.pem',
      'authority.pem',
      'lock',
      'server-key.pem',
      'server.pem',
    ])
    for (const file of files) {
      assert.equal((await stat(join(directory, file))).mode & 0o777, 0o600, file)
    }
  })

  test('it says how to trust the authority', async (t) => {
    const { open } = await place(t)
    const { trustInstructions, authorityFile } = await open()
    const ways = ['--cacert', 'NODE_EXTRA_CA_CERTS', 'update-ca-certificates', 'security add-trust']
    for (const text of [authorityFile, ...ways]) assert.ok(trustInstructions.includes(text), text)
  })
})

describe('the next time', () => {
  test('what is valid for 10 days more is used again, and the directory closed again', async (t) => {
    const { directory, open } = await place(t)
    const first = await open()
    await chmod(directory, 0o755)
    const again = await open(daysLater(80))
    assert.equal(again.keysMade, 0)
    assert.equal(again.created, false)
    assert.equal(again.certificatePem, first.certificatePem)
    assert.equal(again.privateKeyPem, first.privateKeyPem)
    assert.equal((await stat(directory)).mode & 0o777, 0o700)
  })

  test('what is not, is made anew', async (t) => {
    const { open } = await place(t)
    const first = await open()
    const later = await open(daysLater(80.1))
    assert.equal(later.created, true)
    assert.equal(later.keysMade, 2)
    assert.notEqual(later.authorityPem, first.authorityPem)
    assert.deepEqual(new X509Certificate(later.certificatePem).validToDate, daysLater(170.1))
  })

  test('a clock turned back makes it anew', async (t) => {
    const { open } = await place(t)
    await open()
    assert.equal((await open(daysLater(-1))).created, true)
  })

  test('a host that goes needs a new certificate only; one that comes, a new authority', async (t) => {
    const { open } = await place(t)
    const both = await open(start, ['a.example', 'b.example'])
    const one = await open(start, ['A.example'])
    assert.deepEqual([one.created, one.keysMade], [false, 1])
    assert.equal(new X509Certificate(one.certificatePem).checkHost('b.example'), undefined)
    const back = await open(start, ['b.example', 'a.example', 'a.example'])
    assert.deepEqual([back.created, back.keysMade], [false, 1])
    assert.equal(back.authorityPem, both.authorityPem)
    const third = await open(start, ['c.example', '192.0.2.7', '[2001:DB8::7]'])
    assert.deepEqual([third.created, third.keysMade], [true, 2])
    assert.ok(new X509Certificate(third.certificatePem).checkIP('2001:db8::7'))
    assert.equal((await open(start, ['2001:db8:0::7', '192.0.2.7', 'c.example'])).keysMade, 0)
  })

  for (const [file, keysExpected] of [
    ['authority.pem', 2],
    ['authority-key.pem', 2],
    ['server.pem', 1],
    ['server-key.pem', 1],
  ] as const) {
    test(`a lost, damaged or strange ${file} is replaced`, async (t) => {
      const { directory, open } = await place(t)
      await open()
      await rm(join(directory, file))
      assert.equal((await open()).keysMade, keysExpected)
      await writeFile(join(directory, file), 'damaged')
      assert.equal((await open()).keysMade, keysExpected)
      const stranger = file.startsWith('server') ? 'authority' : 'server'
      const strange = await readFile(join(directory, file.replace(/^\w+/, stranger)))
      await writeFile(join(directory, file), strange)
      assert.equal((await open()).keysMade, keysExpected)
      assert.equal((await open()).keysMade, 0)
    })
  }
})

test('a host that no certificate can name is refused', async (t) => {
  const { open } = await place(t)
  for (const host of ['*', '*.example.com', 'a b', '', 'a:80', 'https://a']) {
    await assert.rejects(open(start, [host]), /cannot be made for the host/)
  }
})

describe('several at once agree on one authority and one certificate', () => {
  test('in one process', async (t) => {
    const { open } = await place(t)
    const opened = await Promise.all(Array.from({ length: 8 }, () => open()))
    assert.equal(new Set(opened.map(({ certificatePem }) => certificatePem)).size, 1)
    assert.equal(opened.filter(({ created }) => created).length, 1)
  })

  test('in several processes', async (t) => {
    const { directory, open } = await place(t)
    const program = `
      import { openDevCertificate } from ${JSON.stringify(import.meta.resolve('#tls/dev-certificate.ts'))}
      const now = new Date(${start.getTime()})
      const opened = await openDevCertificate({ directory: process.argv[1], hosts: ['auth.example.com'], now })
      console.log(JSON.stringify(opened))`
    const runs = Array.from({ length: 4 }, async () => {
      const flags = ['--input-type=module', '--eval', program, directory]
      const { stdout } = await promisify(execFile)(process.execPath, flags)
      return JSON.parse(stdout)
    })
    const opened = await Promise.all(runs)
    assert.equal(new Set(opened.map(({ certificatePem }) => certificatePem)).size, 1)
    assert.equal(opened.filter(({ created }) => created).length, 1)
    assert.equal((await open()).keysMade, 0)
  })
})
