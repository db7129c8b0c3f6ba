import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseExplainBody } from '@watchword/protocol/api/explain.ts'
import { signatureBaseString } from '@watchword/protocol/oauth1/signature-base-string.ts'
import fc from 'fast-check'
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

describe('a base string that is really signed', () => {
  // A text with half a character cannot be encoded at all.
  const text = fc.oneof(
    fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed()),
    fc.constantFrom('__proto__', 'toString', 'a&b=c', '%26', '%', '+', '=', 'Method', 'é~*'),
  )
  const parameters = fc.array(fc.record({ name: text, value: text }), { maxLength: 8 })
  const signed = (given: readonly { readonly name: string; readonly value: string }[]) =>
    signatureBaseString({
      ...{ method: 'post', scheme: 'https', authority: 'a.example', path: '/x%20y' },
      parameters: given.map(({ name, value }) => [name, value]),
    })
  const sorted = (parts: readonly { readonly name: string; readonly value: string }[]) =>
    parts.map(({ name, value }) => JSON.stringify([name, value])).toSorted()

  test('comes apart into what was signed', () => {
    fc.assert(
      fc.property(parameters, (given) => {
        const [method, url, ...rest] = partsOf(signed(given), names)
        assert.deepEqual([method?.value, url?.value], ['POST', 'https://a.example/x%20y'])
        assert.deepEqual(sorted(rest), sorted(given))
      }),
    )
  })

  test('beside itself is the same throughout; without a parameter exactly that one differs', () => {
    fc.assert(
      fc.property(parameters, (given) => {
        const own = { name: 'only here', value: '1' }
        const [less, more] = [signed(given), signed([...given, own])]
        assert.ok(comparedParts(less, less, names).every(({ same }) => same))
        const different = comparedParts(more, less, names).filter(({ same }) => !same)
        assert.deepEqual(different, [
          { name: 'only here', ours: '1', claimed: undefined, same: false },
        ])
      }),
    )
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

  test('is taken by the server, or refused at fields that the page has', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('https://a.example/x', 'OAuth a="b"', 'authorization : OAuth a="b"', ' \n'),
    )
    const pasted = fc.record({
      method: fc.constantFrom('GET', 'POST', 'get', 'G T', ''),
      ...{ url: text, authorization: text, formBody: text, claimed: text },
    })
    fc.assert(
      fc.property(pasted, (given) => {
        const read = parseExplainBody(JSON.parse(JSON.stringify(explainBodyOf(given))))
        if (read.ok) return
        const fields = read.faults.map(({ path, reason }) => ({ path, reason }))
        const { byField, rest } = faultsOfPasted(new Problem('no', { status: 400, fields }))
        assert.equal(rest, undefined, JSON.stringify(fields))
        assert.ok(Object.keys(byField).length > 0)
      }),
      { numRuns: 300 },
    )
  })

  test('a fault of a name that every object has is no field of the page', () => {
    for (const path of ['__proto__', 'toString', 'constructor', '']) {
      const one = new Problem('no', { status: 400, fields: [{ path, reason: 'r' }] })
      assert.deepEqual(faultsOfPasted(one), { byField: {}, rest: one })
    }
    assert.deepEqual(faultsOfPasted('down'), { byField: {}, rest: 'down' })
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
