import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import { createTrail, type TrailKind, type TrailStep } from './trail.ts'

const step = (kind: TrailKind, path: string): TrailStep => ({
  ...{ kind, path, method: 'GET', status: 200, milliseconds: 1, requestId: undefined, at: 0 },
})
const started = () => {
  let time = 0
  return createTrail({ now: () => 1000, measure: () => (time += 5) })
}

describe('the trail of a tab', () => {
  test('steps of the page before come first', () => {
    const trail = started()
    trail.add(step('callback', '/console/-/callback'))
    trail.restore([step('discovery', '/a'), step('authorize', '/b')])
    assert.deepEqual(
      trail.steps().map(({ kind }) => kind),
      ['discovery', 'authorize', 'callback'],
    )
  })

  test('a thousand calls do not push the sign-in out, and are bounded', () => {
    const trail = started()
    trail.add(step('token', '/token'))
    for (let count = 0; count < 1000; count += 1) trail.add(step('call', `/${count}`))
    const steps = trail.steps()
    assert.equal(steps.length, 101)
    assert.equal(steps[0]?.kind, 'token')
    assert.equal(steps.at(-1)?.path, '/999')
    for (let count = 0; count < 100; count += 1) trail.add(step('renew', '/token'))
    assert.equal(trail.steps().filter(({ kind }) => kind !== 'call').length, 40)
  })

  test('who listens is told of each, and another list is given', () => {
    const trail = started()
    let told = 0
    const before = trail.steps()
    const stop = trail.subscribe(() => {
      told += 1
    })
    trail.add(step('call', '/a'))
    stop()
    trail.add(step('call', '/b'))
    assert.equal(told, 1)
    assert.notEqual(trail.steps(), before)
    assert.equal(before.length, 0)
  })
})

describe('a request that is remembered', () => {
  async function serve(work: (origin: string) => Promise<void>) {
    const server = createServer((_, response) => {
      response.writeHead(201, { 'x-request-id': 'abc', 'x-secret': 's3cret' }).end('a body')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }

  test('nothing of its query, headers and bodies is kept, and the answer is left to read', async () => {
    const trail = started()
    await serve(async (origin) => {
      const response = await trail.fetch('token')(`${origin}/token?code=s3cret`, {
        method: 'POST',
        headers: { authorization: 'Basic s3cret' },
        body: 'code_verifier=s3cret',
      })
      assert.equal(await response.text(), 'a body')
    })
    assert.deepEqual(trail.steps(), [
      {
        ...{ kind: 'token', method: 'POST', path: '/token', status: 201 },
        ...{ milliseconds: 5, requestId: 'abc', at: 1000 },
      },
    ])
    assert.equal(JSON.stringify(trail.steps()).includes('s3cret'), false)
  })

  test('one that nobody answered is remembered, and fails as it did', async () => {
    const trail = started()
    const asked = trail.fetch('discovery')('http://127.0.0.1:1/a', {})
    await assert.rejects(asked, TypeError)
    assert.equal(trail.steps()[0]?.status, undefined)
    assert.equal(trail.steps()[0]?.method, 'GET')
  })
})
