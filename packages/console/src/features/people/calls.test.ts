import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApiClient, CallOptions } from '../../api/client.ts'
import { loadConfig, pathOf, writeConfig } from './calls.ts'

function recorder() {
  const sent: unknown[] = []
  const call = async (method: string, path: string, options: CallOptions = {}) => {
    sent.push([method, path, options.ifMatch])
    return { body: { id: 7, name: 'x' }, revision: '"12"', status: 200, headers: new Headers() }
  }
  return { api: { call } as unknown as ApiClient, sent }
}

test('each kind has its place', () => {
  assert.match(pathOf('agentGroups'), /\/le-users\/agentGroups$/)
  assert.match(pathOf('lobs', -1), /\/le-users\/lobs\/-1$/)
})

test('a new object is posted; what was read is replaced at its own address, over its revision', async () => {
  const { api, sent } = recorder()
  const made = await writeConfig(api, 'skills', { body: { name: 'x' }, over: undefined })
  const read = await loadConfig<{ readonly id: number }>(api, { kind: 'skills', id: 7 })
  assert.deepEqual(read, made)
  await writeConfig(api, 'skills', { body: { name: 'y' }, over: read })
  assert.deepEqual(sent, [
    ['POST', pathOf('skills'), undefined],
    ['GET', pathOf('skills', 7), undefined],
    ['PUT', pathOf('skills', 7), '"12"'],
  ])
})
