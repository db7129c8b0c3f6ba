import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  applicationChoices,
  chosenOf,
  connectorChoices,
  type Installed,
  keyChoices,
} from './sample-choices.ts'

const installed = (given: Partial<Installed>): Installed => ({
  ...{ client_id: 'an-id', client_name: 'orders', enabled: true, deleted: false },
  ...given,
})
const idsFor = (kind: 'code' | 'clientCredentials', ...all: readonly Partial<Installed>[]) =>
  applicationChoices(kind, all.map(installed)).map(({ id }) => id)

describe('applications for samples', () => {
  const code = { client_id: 'code' }
  const machine = { client_id: 'machine', grant_types: ['client_credentials'] }
  const both = { client_id: 'both', grant_types: ['client_credentials', 'authorization_code'] }
  const open = { ...both, client_id: 'open', token_endpoint_auth_method: 'none' } as const
  const none = { client_id: 'none', grant_types: [] }
  const all = [code, machine, both, open, none]

  test('a sample is about an application that may do it, or the issuer would refuse it', () => {
    assert.deepEqual(idsFor('code', ...all), ['code', 'both', 'open'])
    assert.deepEqual(idsFor('clientCredentials', ...all), ['machine', 'both'])
  })

  test('one that is switched off or uninstalled is in none', () => {
    for (const gone of [{ enabled: false }, { deleted: true }]) {
      assert.deepEqual(idsFor('code', { ...both, ...gone }), [])
      assert.deepEqual(idsFor('clientCredentials', { ...both, ...gone }), [])
    }
  })

  test('it is called as people call it, and proves itself as its manifest says', () => {
    const [one, other] = applicationChoices('code', [
      installed({ display_name: 'Orders', redirect_uris: ['https://a.example/cb', 'https://b'] }),
      installed({ display_name: '', token_endpoint_auth_method: 'client_secret_post' }),
    ])
    assert.deepEqual(one, {
      ...{ id: 'an-id', name: 'Orders' },
      value: {
        ...{ clientId: 'an-id', redirectUri: 'https://a.example/cb' },
        method: 'client_secret_basic',
      },
    })
    assert.equal(other?.name, 'orders')
    assert.equal(other?.value.method, 'client_secret_post')
    assert.equal(other?.value.redirectUri, undefined)
  })

  test('whatever else the API answers of it goes no further', () => {
    const answered = { ...installed({}), client_secret: 'hidden' }
    assert.doesNotMatch(JSON.stringify(applicationChoices('code', [answered])), /hidden/)
  })
})

test('keys that are switched off sign nothing', () => {
  const keys = [
    { keyId: 'k1', appName: 'off', enabled: false },
    { keyId: 'k2', appName: 'on', enabled: true },
  ]
  assert.deepEqual(keyChoices(keys), [{ id: 'k2', name: 'on', value: 'k2' }])
})

test('connectors with a voucher come first, in the order of the account', () => {
  const connectors = [
    { id: 1, name: 'nobody', type: 0 },
    { id: 2, name: 'second', type: 2 },
    { id: 3, name: 'third', type: 1 },
  ]
  const before = structuredClone(connectors)
  assert.deepEqual(
    connectorChoices(connectors).map(({ value }) => value),
    [2, 3, 1],
  )
  assert.deepEqual(connectors, before, 'what the cache holds is not put in another order')
})

test('until one is chosen it is the first, and again when the chosen one is gone', () => {
  const choices = ['a', 'b'].map((id) => ({ id, name: id, value: id }))
  for (const [id, wanted] of [
    [null, 'a'],
    ['b', 'b'],
    ['gone', 'a'],
  ] as const) {
    assert.equal(chosenOf(choices, id)?.value, wanted)
  }
  assert.equal(chosenOf([], 'a'), undefined)
  assert.equal(chosenOf(undefined, null), undefined)
})
