import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isServiceName, serviceNames } from './service-names.ts'

test('contract README "services the Domain API lists": each name stands once', () => {
  assert.equal(new Set(serviceNames).size, serviceNames.length)
  assert.equal(serviceNames.length, 40)
})

test('contract README "services the Domain API lists": section 1.5, contract 2 section 0, facadeMsg', () => {
  for (const name of ['agentVep', 'idp', 'faasUI', 'mtlsGateway', 'adminArea', 'facadeMsg']) {
    assert.ok(isServiceName(name), name)
  }
})

test('contract README "services the Domain API lists": the spelling is faasGW', () => {
  assert.equal(isServiceName('faasGW'), true)
  assert.equal(isServiceName('faaSGW'), false)
})

test('contract 1 section 1.1: service names are case-sensitive, and nothing else is one', () => {
  for (const text of ['agentvep', 'IDP', '', 'constructor', '__proto__', 'agentVep ']) {
    assert.equal(isServiceName(text), false, text)
  }
})

test('contract 1 section 1: a name needs no escaping in a path', () => {
  for (const name of serviceNames) assert.match(name, /^[A-Za-z]+$/)
})
