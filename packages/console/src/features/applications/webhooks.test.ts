import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventName, webhookFaultOf, webhookRowsOf, webhooksOf } from './webhooks.ts'

const event = 'cqm.ExConversationChangeNotification'
const capabilities = {
  engagement: { kept: true },
  webhooks: {
    [event]: {
      endpoint: 'https://a.example/hook?x=1',
      max_retries: 3,
      headers: [{ header_name: 'X-Brand', header_value: 'acme' }],
      own: 'kept',
    },
    retry: { retention_time: 3600, own: 'kept' },
  },
}
const row = { event, endpoint: 'https://a.example', maxRetries: '', headers: [] } as const

test('rows that nobody touched mean what was there, with what they do not show', () => {
  assert.deepEqual(webhooksOf(webhookRowsOf(capabilities), capabilities), capabilities)
  assert.deepEqual(webhookRowsOf(capabilities), {
    webhooks: [
      {
        event,
        endpoint: 'https://a.example/hook?x=1',
        maxRetries: 3,
        headers: [{ name: 'X-Brand', value: 'acme' }],
      },
    ],
    retention: 3600,
  })
})

test('what is taken out is gone, and nothing else', () => {
  assert.deepEqual(webhooksOf({ webhooks: [], retention: '' }, capabilities), {
    engagement: { kept: true },
    webhooks: { retry: { own: 'kept' } },
  })
  assert.deepEqual(webhooksOf({ webhooks: [], retention: '' }, { webhooks: {} }), {})
})

test('an application that never had any gets none', () => {
  assert.equal(webhooksOf({ webhooks: [], retention: '' }, undefined), undefined)
  assert.deepEqual(webhooksOf({ webhooks: [row], retention: 60 }, undefined), {
    webhooks: { [event]: { endpoint: 'https://a.example' }, retry: { retention_time: 60 } },
  })
})

test('whatever was installed is shown without breaking the page', () => {
  for (const odd of [null, [], 'x', { [event]: null }, { [event]: { headers: [null, 1] } }]) {
    assert.doesNotThrow(() => webhookRowsOf({ webhooks: odd }))
  }
})

test('faults that a page can see', () => {
  assert.equal(webhookFaultOf(row), undefined)
  assert.equal(webhookFaultOf({ ...row, event: ' ' }), 'event')
  assert.equal(webhookFaultOf({ ...row, event: 'retry' }), 'event', 'it is no event')
  for (const endpoint of ['', 'http://a.example', 'https://', 'https:///x', 'https://a#b']) {
    assert.equal(webhookFaultOf({ ...row, endpoint }), 'endpoint', endpoint)
  }
  for (const name of ['', 'X Brand', 'X:']) {
    assert.equal(webhookFaultOf({ ...row, headers: [{ name, value: '' }] }), 'header', name)
  }
})

test('an event is short for people', () => {
  assert.equal(eventName('ms.MessagingEventNotification.ContentEvent'), 'ContentEvent')
  assert.equal(eventName('mine'), 'mine')
})
