import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPresence } from './presence.ts'

function start() {
  let now = 1_000_000
  const told: string[] = []
  const presence = createPresence({
    ...{ idleMs: 1200, awayMs: 60, now: () => now },
    onAway: (isAway) => told.push(isAway ? 'away' : 'back'),
    onIdle: () => told.push('idle'),
  })
  return {
    told,
    presence,
    pass: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

describe('whether somebody is there', () => {
  test('as long as something is done now and then, nothing is told', () => {
    const { presence, told, pass } = start()
    for (let count = 0; count < 100; count += 1) {
      pass(59)
      presence.check()
      presence.noteInput()
    }
    assert.deepEqual(told, [])
  })

  test('away after a while, and back with the next input', () => {
    const { presence, told, pass } = start()
    pass(60)
    presence.check()
    presence.check()
    assert.deepEqual(told, ['away'])
    pass(1000)
    presence.noteInput()
    assert.deepEqual(told, ['away', 'back'])
    pass(59)
    presence.check()
    assert.deepEqual(told, ['away', 'back'])
  })

  test('nobody for as long as the limit: told once', () => {
    const { presence, told, pass } = start()
    pass(1199)
    presence.check()
    assert.deepEqual(told, ['away'])
    pass(1)
    presence.check()
    pass(5000)
    presence.check()
    assert.deepEqual(told, ['away', 'idle'])
  })

  test('input after the limit is too late, though nobody looked at the clock before', () => {
    const { presence, told, pass } = start()
    pass(8 * 3_600_000)
    presence.noteInput()
    assert.deepEqual(told, ['away', 'idle', 'back'])
    pass(1200)
    presence.check()
    assert.deepEqual(told.slice(3), ['away', 'idle'], 'and again after the next while')
  })
})
