import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApiClient, CallOptions } from '../../api/client.ts'
import { load, paths, write } from './calls.ts'

/** A client that notes what is sent, and answers with a revision. */
function recorder() {
  const sent: { readonly method: string; readonly path: string; readonly options: object }[] = []
  const call = async (method: string, path: string, options: CallOptions = {}) => {
    sent.push({ method, path, options: JSON.parse(JSON.stringify(options)) })
    return { body: { id: 7 }, revision: '"12"', status: 200, headers: new Headers() }
  }
  return { api: { call } as unknown as ApiClient, sent }
}

test('what is read comes with the revision that a change is sent over', async () => {
  const { api, sent } = recorder()
  const loaded = await load(api, paths.engagement(1, 7))
  assert.deepEqual(loaded, { value: { id: 7 }, revision: '"12"' })
  assert.deepEqual(sent, [
    {
      method: 'GET',
      path: '/api/account/{accountId}/configuration/le-campaigns/campaigns/1/engagements/7',
      options: { query: { v: '3.4' } },
    },
  ])
})

test('a new one is posted without a revision; what was read is replaced over its own', async () => {
  const { api, sent } = recorder()
  const body = { name: 'x' }
  const made = await write(api, paths.campaigns, { body, over: undefined })
  await write(api, paths.campaign(7), { body, over: made })
  assert.deepEqual(
    sent.map(({ method, options }) => [method, options]),
    [
      ['POST', { body, query: { v: '3.4' } }],
      ['PUT', { body, query: { v: '3.4' }, ifMatch: '"12"' }],
    ],
  )
})
