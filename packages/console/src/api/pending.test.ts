import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { PendingSignIn } from './issuer.ts'
import { recall, remember } from './pending.ts'

function fakeStorage() {
  const kept = new Map<string, string>()
  return {
    kept,
    get length() {
      return kept.size
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  }
}

const ofTab = fakeStorage()
const ofAllTabs = fakeStorage()
Object.defineProperty(globalThis, 'sessionStorage', { value: ofTab })
Object.defineProperty(globalThis, 'localStorage', { value: ofAllTabs })

const pending = (state: string, popup = false): PendingSignIn => ({
  ...{
    accountId: 'acme',
    state,
    nonce: 'n',
    verifier: 'v',
    returnTo: '/console/acme',
    popup,
    at: 0,
  },
})

describe('a sign-in that is under way', () => {
  beforeEach(() => {
    ofTab.kept.clear()
    ofAllTabs.kept.clear()
  })

  test('is found by the state of the answer, and once only', () => {
    remember(pending('one'))
    remember(pending('two'))
    assert.deepEqual(recall('one'), pending('one'))
    assert.equal(recall('one'), undefined)
    assert.deepEqual(recall('two'), pending('two'))
    assert.equal(ofTab.kept.size, 0)
  })

  test('stays in its tab, unless it has a window of its own, which must find it', () => {
    remember(pending('tab'))
    assert.deepEqual([ofTab.kept.size, ofAllTabs.kept.size], [1, 0])
    remember(pending('window', true))
    assert.deepEqual([ofTab.kept.size, ofAllTabs.kept.size], [1, 1])
    assert.deepEqual(recall('window'), pending('window', true))
    assert.equal(ofAllTabs.kept.size, 0)
  })

  test('an answer with no state, or one of nobody, has none; nor has what others keep here', () => {
    remember(pending('mine'))
    ofAllTabs.setItem('theme', '"dark"')
    for (const state of [null, '', 'other', 'theme', '__proto__']) {
      assert.equal(recall(state), undefined, `${state}`)
    }
    assert.equal(ofAllTabs.kept.size, 1)
    assert.deepEqual(recall('mine'), pending('mine'))
  })
})
