import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  callsBy,
  credentials,
  handshakesOf,
  loginsOf,
  migrationOf,
  mostOf,
  mostRefusedFor,
} from './traffic.ts'

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

function one(name: string, count: number[], refused: number[] = count.map(() => 0)) {
  const failed = count.map(() => 0)
  return {
    ...{ name, count, refused, failed },
    total: { count: sum(count), refused: sum(refused), failed: 0 },
  }
}

const told = (...series: ReturnType<typeof one>[]) => ({
  series,
  periods: series[0]?.count.map((_, index) => `${index}`) ?? [],
})
const labels = {
  ...{ session: 'S', 'user-token': 'U', 'application-token': 'A', 'api-key': 'K' },
  ...{ 'consumer-token': 'C', client: 'T', none: 'N' },
}

describe('calls by credential', () => {
  test('each keeps its place and its look, whatever is most frequent', () => {
    const series = callsBy(told(one('none', [9, 9]), one('api-key', [1, 2])), labels)
    assert.deepEqual(series, [
      { name: 'api-key', label: 'K', values: [1, 2], look: credentials.indexOf('api-key') },
      { name: 'none', label: 'N', values: [9, 9], tone: 'other' },
    ])
  })

  test('what nobody came with is not named', () => {
    assert.deepEqual(callsBy(told(one('session', [0, 0])), labels), [])
  })

  test('the most frequent, and its share', () => {
    const series = callsBy(told(one('session', [1, 2]), one('api-key', [4, 5])), labels)
    assert.deepEqual(mostOf(series), { label: 'K', share: 0.75 })
    assert.equal(mostOf([]), undefined)
  })
})

describe('logins', () => {
  const statistics = told(one('page', [3, 1], [0, 1]), one('wrong_password', [0, 2], [0, 2]))

  test('all ways and all reasons together, and nobody is counted twice', () => {
    const words = { succeeded: 'In', refused: 'Out' }
    assert.deepEqual(
      loginsOf(statistics, words).map(({ label, values }) => [label, ...values]),
      [
        ['In', 3, 0],
        ['Out', 0, 3],
      ],
    )
  })

  test('the reason of most refusals', () => {
    assert.deepEqual(mostRefusedFor(statistics.series), { name: 'wrong_password', count: 2 })
    assert.equal(mostRefusedFor([one('page', [4])]), undefined)
  })
})

describe('handshakes', () => {
  const words = { verified: 'In', others: 'Others', reason: (name: string) => `(${name})` }
  const endsOf = (...series: ReturnType<typeof one>[]) =>
    handshakesOf(told(...series), words).map(({ label, value }) => `${label} ${value}`)

  test('those who were let in first, then the reasons by how many', () => {
    const ends = endsOf(one('exp', [1], [1]), one('verified', [70]), one('aud', [4], [4]))
    assert.deepEqual(ends, ['In 70', '(aud) 4', '(exp) 1'])
  })

  test('five reasons have a name, the others are added up with what the server added up', () => {
    const ends = endsOf(
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => one(name, [9 - index])),
      one('other', [100]),
    )
    assert.equal(ends.length, 7)
    assert.equal(ends[0], 'In 0')
    assert.equal(ends.at(-1), `Others ${100 + 4 + 3}`)
  })
})

describe('the way from OAuth 1.0 to 2.0', () => {
  const words = { keys: 'K', applications: 'A' }

  test('the share of keys, before and after', () => {
    const way = migrationOf(
      told(one('api-key', [9, 9, 3, 3]), one('application-token', [1, 1, 9, 9])),
      words,
    )
    assert.equal(way.before, 0.9)
    assert.equal(way.after, 0.25)
    assert.equal(way.share, 24 / 44)
    assert.deepEqual(way.series[0]?.values, [9, 9, 3, 3])
  })

  test('no server called at all', () => {
    const way = migrationOf(told(one('session', [5, 5])), words)
    assert.equal(way.share, 0)
    assert.deepEqual(
      way.series.map(({ values }) => values),
      [
        [0, 0],
        [0, 0],
      ],
    )
  })
})
