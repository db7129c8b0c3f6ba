import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Problem } from '#api/problem.ts'
import { comparedParts, partsOf } from './base-string.ts'
import { explainBodyOf, faultsOfPasted, nothingPasted, pathOf } from './pasted.ts'

const names = { method: 'Method', url: 'Address', rest: 'Rest' }
const ours = 'GET&https%3A%2F%2Fa.example%2Fx&a%3D1%26b%3Dtwo%252Cthree%26b%3Dfour'

describe('a base string', () => {
  test('is taken apart into method, address and parameters', () => {
    assert.deepEqual(partsOf(ours, names), [
      { name: 'Method', value: 'GET' },
      { name: 'Address', value: 'https://a.example/x' },
      { name: 'a', value: '1' },
      { name: 'b', value: 'two,three' },
      { name: 'b', value: 'four' },
    ])
  })

  test('what is no base string is shown as far as it goes', () => {
    assert.deepEqual(partsOf('', names), [
      { name: 'Method', value: '' },
      { name: 'Address', value: '' },
    ])
    assert.equal(partsOf('GET&%E0%A4%A&a%3D1', names)[1]?.value, '%E0%A4%A')
    assert.deepEqual(partsOf('GET&u&a=1&b=2', names).at(-1), { name: 'Rest', value: 'b=2' })
  })

  test('is compared part by part: what differs, is missing or too much', () => {
    const claimed = 'POST&https%3A%2F%2Fa.example%2Fx&a%3D1%26b%3Dtwo%252Cthree%26c%3D5'
    assert.deepEqual(comparedParts(ours, claimed, names), [
      { name: 'Method', ours: 'GET', claimed: 'POST', same: false },
      { name: 'Address', ours: 'https://a.example/x', claimed: 'https://a.example/x', same: true },
      { name: 'a', ours: '1', claimed: '1', same: true },
      { name: 'b', ours: 'two,three', claimed: 'two,three', same: true },
      { name: 'b', ours: 'four', claimed: undefined, same: false },
      { name: 'c', ours: undefined, claimed: '5', same: false },
    ])
  })
})

describe('a pasted request', () => {
  test('says no more than was pasted', () => {
    const bare = { ...nothingPasted, url: ' https://a.example/x ' }
    assert.deepEqual(explainBodyOf(bare), {
      request: { method: 'GET', url: 'https://a.example/x', headers: {} },
    })
  })

  test('takes the header with its name, and a form as a form', () => {
    const pasted = {
      ...{ method: 'POST', url: 'https://a.example/x', formBody: 'a=1', claimed: ' POST&x ' },
      authorization: 'Authorization: OAuth oauth_nonce="1"\n',
    }
    assert.deepEqual(explainBodyOf(pasted), {
      request: {
        ...{ method: 'POST', url: 'https://a.example/x', formBody: 'a=1' },
        headers: {
          authorization: 'OAuth oauth_nonce="1"',
          'content-type': 'application/x-www-form-urlencoded',
        },
      },
      claimedBaseString: 'POST&x',
    })
  })

  test('a list shows its path; what is no address is shown whole', () => {
    assert.equal(pathOf('https://a.example/x/y?z=1'), '/x/y')
    assert.equal(pathOf('http://:::/x'), 'http://:::/x')
  })

  test('faults go to their fields; what has none stays', () => {
    const fields = [{ path: 'request.url', reason: 'must be an absolute URL' }]
    const one = new Problem('no', { status: 400, fields })
    assert.deepEqual(faultsOfPasted(one), {
      ...{ byField: { url: 'must be an absolute URL' }, rest: undefined },
    })
    const other = new Problem('no', {
      status: 400,
      fields: [...fields, { path: 'x', reason: 'y' }],
    })
    assert.equal(faultsOfPasted(other).rest, other)
    const gone = new Problem('gone', { status: 404 })
    assert.equal(faultsOfPasted(gone).rest, gone)
  })
})
