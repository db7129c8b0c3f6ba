import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskedClaims, maskedHeader } from './masked-claims.ts'

test('what is kept of a refused token has its structure, and nobody\u2019s values', () => {
  const kept = maskedClaims({
    iss: 'https://brand.example',
    aud: ['client-1', 5],
    exp: 1_800_000_000,
    sub: 'johanna@brand.example',
    email_verified: true,
    nonce: 'secret-nonce',
    lp_sdes: [
      { type: 'personal', personal: { firstname: 'Johanna', contacts: [{ phone: '+33 1 23' }] } },
      { type: 'Johanna', info: { balance: -400.99 } },
    ],
  })
  assert.deepEqual(kept, {
    iss: 'https://brand.example',
    aud: ['client-1', '5'],
    exp: 1_800_000_000,
    sub: 'j… (21 characters)',
    email_verified: '(a boolean)',
    nonce: 's… (12 characters)',
    lp_sdes: [
      {
        type: 'personal',
        personal: {
          firstname: 'J… (7 characters)',
          contacts: [{ phone: '+… (8 characters)' }],
        },
      },
      { type: 'J… (7 characters)', info: { balance: '(a number)' } },
    ],
  })
})

test('a hostile token is kept small', () => {
  let deep: unknown = 'Johanna'
  for (let depth = 0; depth < 60; depth += 1) deep = [deep]
  const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`c${index}`, 'x']))
  const kept = JSON.stringify(
    maskedClaims({ deep, ...wide, aud: Array(500).fill('y'.repeat(500)) }),
  )
  assert.ok(kept.length < 10_000)
  assert.ok(!kept.includes('ohanna'))
})

test('of a header is shown what chooses a key; keys and addresses in it are masked', () => {
  const kept = maskedHeader({
    alg: 'RS256',
    kid: 'k\n1',
    typ: 'JWT',
    crit: ['b64'],
    jku: 'https://attacker.example/johanna',
    x5c: ['MIIB'],
  })
  assert.deepEqual(kept, {
    alg: 'RS256',
    kid: 'k\u{fffd}1',
    typ: 'JWT',
    crit: ['b64'],
    jku: 'h… (32 characters)',
    x5c: ['M… (4 characters)'],
  })
})
