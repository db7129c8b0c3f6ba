import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import {
  createStatisticGatherer,
  mostAccounts,
  mostAccountsOfStrangers,
  mostNames,
  otherName,
  quarterMs,
} from './gather-statistics.ts'

function account(text: string): AccountId {
  const accountId = parseAccountId(text)
  assert.ok(accountId !== undefined)
  return accountId
}

function start(at = Date.UTC(2026, 0, 15, 12)) {
  const clock = { at, now: () => clock.at }
  return { clock, gatherer: createStatisticGatherer({ clock }) }
}

describe('gathering statistics', () => {
  test('counts by account, dimension and name, and begins anew when it was taken', () => {
    const { clock, gatherer } = start()
    for (const outcome of ['served', 'refused', 'failed', 'served'] as const) {
      gatherer.of(account('acme'), true)?.count('api', 'users', outcome)
    }
    gatherer.of(account('acme'), true)?.count('login', 'users', 'served')
    gatherer.of(account('zenith'), true)?.count('api', 'users', 'served')
    const [quarter, ...others] = gatherer.take()
    assert.deepEqual(others, [])
    assert.equal(quarter?.at, clock.at)
    const acme = quarter?.accounts.get(account('acme'))?.tallies
    assert.deepEqual(acme?.api?.get('users'), { count: 4, refused: 1, failed: 1 })
    assert.deepEqual(acme?.login?.get('users'), { count: 1, refused: 0, failed: 0 })
    const zenith = quarter?.accounts.get(account('zenith'))?.tallies
    assert.equal(zenith?.api?.get('users')?.count, 1)
    assert.deepEqual(gatherer.take(), [])
  })

  test('what happens in another quarter of an hour is kept apart, also if the clock is set back', () => {
    const { clock, gatherer } = start()
    const count = () => gatherer.of(account('acme'), true)?.count('api', 'users', 'served')
    const first = clock.at
    clock.at = first + quarterMs - 1
    count()
    clock.at = first + quarterMs
    count()
    clock.at = first - 1
    count()
    const taken = gatherer.take()
    assert.deepEqual(
      taken.map(({ at }) => at),
      [first, first + quarterMs, first - quarterMs],
    )
  })

  test('names that strangers make up take no room from accounts that exist', () => {
    const { gatherer } = start()
    const made = Array.from({ length: mostAccountsOfStrangers * 3 }, (_, index) =>
      gatherer.of(account(`x${index}`), false),
    )
    assert.equal(made.filter((one) => one !== undefined).length, mostAccountsOfStrangers)
    gatherer.of(account('acme'), true)?.count('api', 'users', 'served')
    const [quarter] = gatherer.take()
    assert.equal(quarter?.accounts.size, mostAccountsOfStrangers + 1)
    assert.notEqual(gatherer.of(account('again'), false), undefined)
  })

  test('an account that turns out to exist is no longer one of a stranger', () => {
    const { gatherer } = start()
    gatherer.of(account('acme'), false)
    assert.equal(gatherer.of(account('acme'), true)?.isKnown, true)
    const more = Array.from({ length: mostAccountsOfStrangers }, (_, index) =>
      gatherer.of(account(`x${index}`), false),
    )
    assert.ok(more.every((one) => one !== undefined))
  })

  test('accounts and names are bounded; what is beyond the names is counted together', () => {
    const { gatherer } = start()
    for (let index = 0; index < mostNames + 50; index += 1) {
      gatherer.of(account('acme'), true)?.count('key', `key${index}`, 'refused')
    }
    const keys = gatherer.of(account('acme'), true)?.tallies.key
    assert.equal(keys?.size, mostNames + 1)
    assert.deepEqual(keys?.get(otherName), { count: 50, refused: 50, failed: 0 })
    for (let index = 0; index < mostAccounts + 10; index += 1) {
      gatherer.of(account(`a${index}`), true)
    }
    assert.equal(gatherer.take()[0]?.accounts.size, mostAccounts)
  })
})
