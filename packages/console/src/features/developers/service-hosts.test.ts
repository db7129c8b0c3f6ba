import assert from 'node:assert/strict'
import { test } from 'node:test'
import { originOf, serviceRows } from './service-hosts.ts'

const directory = {
  baseURIs: [
    { service: 'smt', baseURI: 'other.example' },
    { service: 'idp', baseURI: 'idp.example:8443' },
    { service: 'agentVep', baseURI: 'login.example' },
  ],
}

test('what this server answers comes first, and nothing that is listed is left out', () => {
  assert.deepEqual(
    serviceRows(directory).map(({ service, isOwn }) => [service, isOwn]),
    [
      ['agentVep', true],
      ['idp', true],
      ['smt', false],
    ],
  )
})

test('a service is reached at its own host, by the scheme of the server', () => {
  assert.equal(originOf(directory, 'idp', 'https://id.example'), 'https://idp.example:8443')
  assert.equal(originOf(directory, 'idp', 'http://localhost:8080'), 'http://idp.example:8443')
})

test('one that is not listed, or not read yet, is at the server itself', () => {
  assert.equal(originOf(directory, 'sentinel', 'https://id.example'), 'https://id.example')
  assert.equal(originOf(undefined, 'idp', 'https://id.example'), 'https://id.example')
})
