import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseKickstart } from '@watchword/protocol/api/kickstart.ts'
import { applyKickstart } from '#domain/kickstart/apply-kickstart.ts'
import { accountId, kickstartPorts, kickstartUser } from '../support/kickstart.ts'
import { createTestDatabase } from '../support/storages.ts'

const acme = accountId('acme')
const file = (standardClaims: unknown) => ({
  accounts: [{ id: 'acme', name: 'Acme', users: [kickstartUser('ada', { standardClaims })] }],
})

test('standard claims of a user in a kickstart file', async (t) => {
  const database = await createTestDatabase('sqlite')
  t.after(() => database.remove())
  const storage = await database.open()
  const claims = { given_name: 'Ada', address: { country: 'GB' } }
  const read = parseKickstart(file({ ...claims, locale: null }))
  assert.ok(read.ok)
  await applyKickstart(kickstartPorts(storage), read.value)
  const user = await storage.read.users.findByName(acme, 'ada')
  assert.deepEqual(user?.standardClaims, claims)
})

test('what is wrong with them is told with its path, all at once', () => {
  const read = parseKickstart(file({ birthdate: 'x', address: { planet: 'Earth' } }))
  assert.ok(!read.ok)
  assert.deepEqual(
    read.faults.map(({ path }) => path),
    [
      'accounts[0].users[0].standardClaims.birthdate',
      'accounts[0].users[0].standardClaims.address.planet',
    ],
  )
})
