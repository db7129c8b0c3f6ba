import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { Answer, ApiClient, CallOptions } from '../../api/client.ts'
import { Problem } from '../../api/problem.ts'
import { type Loaded, saveOver } from '../../api/save-over.ts'
import { bodyOf, valuesOf } from './form-values.ts'
import { someConnector } from './some-connector.ts'
import { loadConnector, sendConnector } from './store-connector.ts'

/** An account's configuration: one connector, and a revision that others count up, too. */
function createStore(first: ConnectorObject) {
  let [stored, revision] = [first, 1]
  const calls: string[] = []
  const answer = <T>(status: number): Answer<T> => ({
    ...{ body: stored as T, revision: `"${revision}"`, status, headers: new Headers() },
  })
  const call = async <T>(method: string, path: string, options: CallOptions = {}) => {
    calls.push(`${method} ${path.split('/').at(-1)} ${options.ifMatch ?? ''}`.trim())
    if (method === 'PUT') {
      if (options.ifMatch !== `"${revision}"`) throw new Problem('stale', { status: 412 })
      stored = { ...stored, ...(options.body as ConnectorObject) }
      revision += 1
    }
    return answer<T>(200)
  }
  const api = { accountId: 'acme', call } as unknown as ApiClient
  return {
    ...{ api, calls },
    /** Somebody else changes something. */
    change: (set: Partial<ConnectorObject>) => {
      stored = { ...stored, ...set }
      revision += 1
    },
    stored: () => stored,
  }
}

type Store = ReturnType<typeof createStore>

const save = ({ api }: Store, name: string, over: Loaded<ConnectorObject>) =>
  saveOver(over, {
    send: (now) => sendConnector(api, bodyOf({ ...valuesOf(over.value), name }, over.value), now),
    reload: () => loadConnector(api, over.value.id),
    isSame: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  })

describe('saving over what was read', () => {
  test('goes with the revision that was read', async () => {
    const store = createStore(someConnector(1))
    const loaded = await loadConnector(store.api, 7)
    assert.equal(loaded.revision, '"1"')
    const outcome = await save(store, 'Mine', loaded)
    assert.equal(outcome.kind, 'saved')
    assert.equal(store.stored().name, 'Mine')
    assert.deepEqual(store.calls, ['GET 7', 'PUT 7 "1"'])
  })

  test('a change of something else is no conflict: it is sent again, over what is there now', async () => {
    const store = createStore(someConnector(1))
    const loaded = await loadConnector(store.api, 7)
    store.change({})
    assert.equal((await save(store, 'Mine', loaded)).kind, 'saved')
    assert.deepEqual(store.calls.slice(1), ['PUT 7 "1"', 'GET 7', 'PUT 7 "2"'])
  })

  test('a change of this very connector is a choice, and nothing is written', async () => {
    const store = createStore(someConnector(1))
    const loaded = await loadConnector(store.api, 7)
    store.change({ name: 'Theirs' })
    const outcome = await save(store, 'Mine', loaded)
    assert.equal(outcome.kind, 'conflict')
    assert.equal(outcome.kind === 'conflict' && outcome.theirs.value.name, 'Theirs')
    assert.equal(store.stored().name, 'Theirs')
    assert.ok(outcome.kind === 'conflict')
    assert.equal((await save(store, 'Mine', outcome.theirs)).kind, 'saved')
    assert.equal(store.stored().name, 'Mine')
  })

  test('any other refusal is thrown as it is', async () => {
    const store = createStore(someConnector(1))
    const loaded = await loadConnector(store.api, 7)
    const refusal = new Problem('taken', { status: 409 })
    const api = { ...store.api, call: () => Promise.reject(refusal) } as ApiClient
    await assert.rejects(sendConnector(api, bodyOf(valuesOf(loaded.value)), loaded), refusal)
  })
})
