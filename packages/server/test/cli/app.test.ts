import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { createSandbox } from '../support/cli.ts'

test('an operator publishes, lists and withdraws an application, and says which is the first party’s', async (t) => {
  const { run, folder, remove } = createSandbox()
  t.after(() => remove())
  assert.equal((await run(['migrate'])).code, 0)
  const file = path.join(folder, 'manifest.json')
  const write = (manifest: unknown) => writeFileSync(file, JSON.stringify(manifest))
  assert.match((await run(['app', 'list'])).stdout, /No application is published/)

  write({ client_name: 'com.example.app', scope: 'users:read', first_party: true })
  const made = await run(['app', 'publish', file, '--json'])
  assert.equal(made.code, 0, made.stderr)
  const { id, version, firstParty } = JSON.parse(made.stdout)
  assert.deepEqual([version, firstParty], [1, true])
  assert.equal((await run(['app', 'publish', file])).code, 1)
  const next = await run(['app', 'publish', file, '--id', id])
  assert.match(next.stdout, /published as version 2/)
  assert.match((await run(['app', 'list'])).stdout, /com\.example\.app +2 +offered/)
  assert.equal((await run(['app', 'withdraw', id])).code, 0)
  assert.match((await run(['app', 'list'])).stdout, /com\.example\.app +3 +withdrawn/)
  assert.equal((await run(['app', 'withdraw', 'nothing'])).code, 1)

  write({ client_name: 7, scope: 7 })
  const bad = await run(['app', 'publish', file])
  assert.equal(bad.code, 1)
  assert.match(bad.stderr, /client_name: .*\n.*scope: /)
  writeFileSync(file, '{"client_name":"a","client_name":"b"}')
  assert.equal((await run(['app', 'publish', file])).code, 2)
  assert.equal((await run(['app', 'publish', path.join(folder, 'none.json')])).code, 2)

  assert.equal((await run(['account', 'create', '--name', 'Acme', '--id', 'acme'])).code, 0)
  const unknown = await run(['app', 'first-party', 'acme', id])
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr, /There is no such application/)
})
