import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signWebhook } from './sign-webhook.ts'

const secret = 'r0example0secret0for0tests'
const vectors = [
  {
    body: '{"kind":"notification","type":"ms.MessagingEventNotification","body":{"changes":[]}}',
    bytes: 84,
    sha1: 'sha1=FExZepx/8oogguEQ7IstqfeB1dU=',
    sha256: 'sha256=7cFuAOj++3lcwCKRMcwUomBQAsWtQCjCtBQwlOe29bQ=',
  },
  {
    body: '{"m":"héllo 😀"}',
    bytes: 19,
    sha1: 'sha1=j9LcUwOionzMNNHbe4LZY3oXtzk=',
    sha256: 'sha256=ET4/5COBHyTj4TdOD2v+H0hZJivp0hC4qOGufVzYuvw=',
  },
] as const

for (const [index, vector] of vectors.entries()) {
  test(`contract 2 section 4.3: vector ${index + 1} of webhook signatures`, () => {
    const body = Buffer.from(vector.body, 'utf8')
    assert.equal(body.length, vector.bytes)
    assert.equal(signWebhook('sha1', secret, body), vector.sha1)
    assert.equal(signWebhook('sha256', secret, body), vector.sha256)
  })
}

test('the bytes are signed, not what they mean: JSON that was written again has another signature', () => {
  const sent = Buffer.from('{"m":"h\\u00e9llo"}')
  const again = Buffer.from(JSON.stringify(JSON.parse(sent.toString())))
  assert.notEqual(signWebhook('sha256', secret, sent), signWebhook('sha256', secret, again))
})
