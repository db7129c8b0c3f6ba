import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { type TestContext, test } from 'node:test'
import { createResolveHost } from '#outbound/resolve-host.ts'

const typeA = 1
const typeAaaa = 28

/** A name server that knows one name, by type of record; what it does not know it does not answer at all. */
async function startNameServer(
  t: TestContext,
  records: ReadonlyMap<number, readonly (readonly number[])[]>,
): Promise<{ readonly address: string; readonly asked: () => number }> {
  const socket = createSocket('udp4')
  let asked = 0
  socket.on('message', (query, { port, address }) => {
    asked += 1
    // Header of 12 bytes, then the name up to its empty label, type and class (RFC 1035 section 4.1).
    const endOfName = query.indexOf(0, 12) + 1
    const type = query.readUInt16BE(endOfName)
    const known = records.get(type)
    if (known === undefined) return
    const header = Buffer.from(query.subarray(0, 12))
    header.writeUInt16BE(0x8180, 2)
    header.writeUInt16BE(known.length, 6)
    header.writeUInt32BE(0, 8)
    const answers = known.map((data) =>
      Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data]),
    )
    socket.send(
      Buffer.concat([header, query.subarray(12, endOfName + 4), ...answers]),
      port,
      address,
    )
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  t.after(() => socket.close())
  return { address: `127.0.0.1:${socket.address().port}`, asked: () => asked }
}

const { signal } = new AbortController()
const ipv6 = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]

test('a name of a stranger: all its addresses, of both families, each asked for once', async (t) => {
  const records = new Map([
    [
      typeA,
      [
        [192, 0, 2, 1],
        [10, 0, 0, 1],
      ],
    ],
    [typeAaaa, [ipv6]],
  ])
  const { address, asked } = await startNameServer(t, records)
  const resolve = createResolveHost([address])
  const addresses = await resolve('keys.example', { inHouse: false, signal })
  assert.deepEqual(addresses, ['192.0.2.1', '10.0.0.1', '2001:db8::1'])
  assert.equal(asked(), 2)
})

test('the hosts file says nothing about names of strangers, and all about those of the operator', async (t) => {
  const { address, asked } = await startNameServer(
    t,
    new Map([
      [typeA, []],
      [typeAaaa, []],
    ]),
  )
  const resolve = createResolveHost([address])
  assert.deepEqual(await resolve('keys.example', { inHouse: false, signal }), [])
  const before = asked()
  const own = await resolve('localhost', { inHouse: true, signal })
  assert.ok(own.length > 0 && own.every((one) => one === '127.0.0.1' || one === '::1'), own.join())
  assert.equal(asked(), before)
})

test('a name server that never answers is given up with the signal', async (t) => {
  const { address } = await startNameServer(t, new Map())
  const controller = new AbortController()
  const start = performance.now()
  setTimeout(() => controller.abort(), 50)
  const options = { inHouse: false, signal: controller.signal }
  assert.deepEqual(await createResolveHost([address])('keys.example', options), [])
  assert.ok(performance.now() - start < 1000)
})

test('an address is itself', async () => {
  for (const host of ['192.0.2.1', '::1']) {
    assert.deepEqual(await createResolveHost()(host, { inHouse: false, signal }), [host])
  }
})
