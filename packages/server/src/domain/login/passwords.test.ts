import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '#domain/errors.ts'
import { createPasswords } from './passwords.ts'

test('a full queue is a refusal that says when to come back (contract 1 section 2.5)', async () => {
  const cost = { memoryKiB: 8, passes: 1 }
  const passwords = createPasswords({ threads: 1, maxQueue: 0, cost })
  try {
    const outcomes = await Promise.allSettled([passwords.hash('one'), passwords.hash('two')])
    const refused = outcomes[1]
    assert.equal(outcomes[0]?.status, 'fulfilled')
    assert.ok(refused?.status === 'rejected' && refused.reason instanceof DomainError)
    assert.equal(refused.reason.code, 'too_many_requests')
    assert.equal(refused.reason.details.retryAfterSeconds, 5)
  } finally {
    await passwords.close()
  }
})
