import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MutationObserver, onlineManager } from '@tanstack/react-query'
import { Problem } from './problem.ts'
import { createQueryClient } from './query-client.ts'

const answered = (status: number) => new Problem('no', { status })

/** How often a read is sent when it always fails so. */
async function timesSent(fault: Error): Promise<number> {
  const client = createQueryClient()
  const { queries = {} } = client.getDefaultOptions()
  client.setDefaultOptions({ queries: { ...queries, retryDelay: 0 } })
  let times = 0
  const queryFn = async () => {
    times += 1
    throw fault
  }
  await assert.rejects(
    client.fetchQuery({ queryKey: ['x'], queryFn, retry: queries.retry ?? false }),
  )
  client.clear()
  return times
}

test('a read is sent three times when nobody answers, or the server is at fault', async () => {
  for (const fault of [answered(0), answered(500), answered(503), new TypeError('broken off')]) {
    assert.equal(await timesSent(fault), 3, fault.message)
  }
})

test('a refusal is final: asking again would only be refused again, or be too much', async () => {
  for (const status of [400, 401, 403, 404, 409, 412, 429]) {
    assert.equal(await timesSent(answered(status)), 1, `${status}`)
  }
})

test('each further try waits longer, and a change is never sent twice by itself', () => {
  const { queries, mutations } = createQueryClient().getDefaultOptions()
  const { retryDelay } = queries ?? {}
  assert.ok(typeof retryDelay === 'function')
  const waits = [0, 1].map((failures) => retryDelay(failures, answered(0)))
  assert.deepEqual(waits, [400, 800])
  assert.equal(mutations?.retry, false)
})

test('without the internet everything is sent all the same: the server may be near', async (t) => {
  t.after(() => onlineManager.setOnline(true))
  onlineManager.setOnline(false)
  const client = createQueryClient()
  assert.equal(await client.fetchQuery({ queryKey: ['x'], queryFn: async () => 'read' }), 'read')
  const save = new MutationObserver(client, { mutationFn: async () => 'saved' })
  assert.equal(await save.mutate(), 'saved')
  client.clear()
})
