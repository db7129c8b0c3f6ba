import assert from 'node:assert/strict'
import { test } from 'node:test'
import { format, inspect } from 'node:util'
import { Secret } from './secret.ts'

const word = 'open-sesame'
const secret = new Secret(word)

test('a secret is told by reveal alone', () => {
  assert.equal(secret.reveal(), word)
})

test('no way of writing a value down tells a secret', () => {
  const error = new Error('failed', { cause: secret })
  const written = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    JSON.stringify({ ...secret }),
    inspect(secret),
    inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
    inspect(error),
    format('%s %o %O %j', secret, secret, secret, secret),
    Object.entries(secret).join(),
    Object.getOwnPropertyNames(secret).join(),
    JSON.stringify(structuredClone({ ...secret })),
  ]
  for (const text of written) assert.ok(!text.includes(word), text)
})

test('what is written in its place says so', () => {
  assert.equal(JSON.stringify([secret]), '["[secret]"]')
  assert.equal(inspect([secret]), '[ [secret] ]')
})
