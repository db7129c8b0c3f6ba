import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isServiceName } from '@watchword/protocol/api/service-names.ts'
import { countPlaces, placeOf } from './directory.ts'
import { directoryWords } from './messages.ts'

const at = (service: string, baseURI = 'auth.example') => ({ service, account: '1', baseURI })
const origin = 'https://auth.example'

describe('who answers a service', () => {
  test('this server, if it leads here and there is such a service', () => {
    assert.equal(placeOf(at('agentVep'), origin), 'here')
    assert.equal(placeOf(at('agentVep', 'AUTH.example:443'), origin), 'here')
    assert.equal(placeOf(at('kb'), origin), 'silent')
  })

  test('another host, also one that only begins like this one, or on another port', () => {
    for (const host of [
      'auth.example.org',
      'auth.example:8443',
      'msg.auth.example',
      'not a host',
    ]) {
      assert.equal(placeOf(at('agentVep', host), origin), 'elsewhere', host)
    }
    assert.equal(placeOf(at('idp', '127.0.0.1:8080'), 'http://127.0.0.1:8080'), 'here')
  })

  test('is counted, and who answers none is left out', () => {
    const entries = [at('agentVep'), at('idp'), at('kb', 'kb.example')]
    assert.deepEqual(countPlaces(entries, origin), [
      { place: 'here', count: 2 },
      { place: 'elsewhere', count: 1 },
    ])
  })

  test('every service that is explained is one that is listed', () => {
    for (const service of Object.keys(directoryWords.about)) assert.ok(isServiceName(service))
  })

  test('the usual port of the scheme is no other host, and that of the other scheme is', () => {
    assert.equal(placeOf(at('idp', 'auth.example:80'), origin), 'elsewhere')
    assert.equal(placeOf(at('idp', 'auth.example:80'), 'http://auth.example'), 'here')
    assert.equal(placeOf(at('idp', '[::1]:8080'), 'http://[0:0::1]:8080'), 'here')
    assert.equal(placeOf(at('idp', ''), origin), 'elsewhere')
  })

  test('a name that every object has is no service', () => {
    for (const service of ['__proto__', 'toString', 'IDP', '']) {
      assert.equal(placeOf(at(service), origin), 'silent', service)
    }
    assert.deepEqual(countPlaces([], origin), [])
  })
})
