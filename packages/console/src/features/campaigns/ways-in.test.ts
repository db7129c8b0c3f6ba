import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeWay, onlyWay, waysFor } from './ways-in.ts'

const way = (id: number, type: number, issuer: string | null = null) => ({
  ...{ id, type, name: `connector ${id}` },
  configuration: { issuer, issuerDisplayName: null },
})
const nobody = way(1, 0)
const page = way(2, 1, 'https://login.brand.example')
const code = way(3, 2, 'https://id.brand.example')

test('who is vouched for comes in by the brand, everybody else by the anonymous connector', () => {
  assert.deepEqual(waysFor([nobody, page, code], true), [nobody])
  assert.deepEqual(waysFor([nobody, page, code], false), [page, code])
})

test('the only way in is chosen for one; among several nobody is guessed', () => {
  assert.equal(onlyWay([nobody, page], false), '2')
  assert.equal(onlyWay([nobody, page], true), '1')
  assert.equal(onlyWay([nobody, page, code], false), '')
  assert.equal(onlyWay([nobody], false), '')
  assert.equal(onlyWay([], true), '')
})

test('a way in is described by its method and whose word counts', () => {
  const methods = { 0: 'Anonymous', 1: 'Token', 2: 'Code' }
  assert.equal(describeWay(nobody, methods), 'Anonymous')
  assert.equal(describeWay(page, methods), 'Token · https://login.brand.example')
  const named = { ...code.configuration, issuerDisplayName: 'Acme' }
  const told = describeWay({ ...code, configuration: named }, methods)
  assert.equal(told, 'Code · Acme · https://id.brand.example')
})
