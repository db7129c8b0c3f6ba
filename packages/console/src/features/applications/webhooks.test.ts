import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventName, isKept, webhookFaultOf, webhookRowsOf, webhooksOf } from './webhooks.ts'

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

const [hook] = Object.values(capabilities.webhooks)
const untold = {
  ...capabilities,
  webhooks: {
    ...capabilities.webhooks,
    [event]: { ...hook, headers: [{ header_name: 'X-Brand' }] },
  },
}

test('a value that the server does not tell is not sent back, until one is typed', () => {
  const rows = webhookRowsOf(untold)
  assert.deepEqual(webhooksOf(rows, untold), untold)
  const [first] = rows.webhooks
  assert.ok(first)
  const [header] = first.headers
  assert.ok(header)
  assert.equal(header.value, '', 'nothing stands for it')
  const withHeader = (change: object) => ({ ...first, headers: [{ ...header, ...change }] })
  const sent = (row: typeof first) =>
    JSON.stringify(webhooksOf({ ...rows, webhooks: [row] }, untold)?.['webhooks'])
  assert.doesNotMatch(sent(withHeader({ name: 'x-brand' })), /header_value/)
  assert.match(sent(withHeader({ value: 'new' })), /"header_name":"X-Brand","header_value":"new"/)
})

test('a kept value is of one header of one event: any other asks for its own', () => {
  const [first] = webhookRowsOf(untold).webhooks
  assert.ok(first)
  const [header] = first.headers
  assert.ok(header)
  assert.equal(webhookFaultOf(first), undefined)
  assert.equal(webhookFaultOf({ ...first, event: `${event} ` }), undefined)
  assert.equal(webhookFaultOf({ ...first, event: 'other' }), 'value')
  const renamed = { ...header, name: 'X-Other' }
  assert.equal(webhookFaultOf({ ...first, headers: [renamed] }), 'value')
  assert.equal(webhookFaultOf({ ...first, headers: [{ ...renamed, value: 'v' }] }), undefined)
  assert.equal(isKept({ name: 'X-Brand', value: '' }, event), false, 'a new one may be empty')
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
