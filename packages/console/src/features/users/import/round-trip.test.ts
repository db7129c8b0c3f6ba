import assert from 'node:assert/strict'
import { test } from 'node:test'
import { userBodies } from '@watchword/protocol/api/user.ts'
import fc from 'fast-check'
import { exportUsers } from '../export-users.ts'
import { directory, person } from '../fixtures.ts'
import { carefulLimits } from '../generate-password.ts'
import type { Directory, FullUser } from '../user-types.ts'
import { guessMapping } from './columns.ts'
import { planImport } from './plan.ts'
import { fold, namesOf } from './read-cells.ts'
import { readCsv } from './read-csv.ts'

function plan(text: string, users: readonly FullUser[], about: Directory = directory) {
  const table = readCsv(text)
  assert.ok('rows' in table, JSON.stringify(table))
  return planImport(table, {
    ...{ mapping: guessMapping(table.heads), users, names: namesOf(about, () => true) },
    ...{ reach: { mayEdit: () => true }, policy: carefulLimits, writesHidden: false },
    mustChange: true,
  })
}

/** Names as somebody hostile, or a spreadsheet, would have them. */
const name = fc
  .array(fc.constantFrom('a', 'B', ';', '"', "'", ',', '=', '+', '@', ' ', '-', 'é', '😀', '1'), {
    ...{ minLength: 1, maxLength: 7 },
  })
  .map((characters) => characters.join('').trim())
  .filter((text) => text !== '')

test('whatever the names: what was exported is nothing to do when it is imported', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { minLength: 8, maxLength: 8, selector: fold }),
      ([admin = '', agent = '', lead = '', group = '', other = '', ...more]) => {
        const [orders = '', lob = '', nickname = ''] = more
        const about: Directory = {
          profiles: directory.profiles.flatMap((one) => {
            const said = { 11: admin, 21: agent, 31: lead }[one.id]
            return said === undefined ? [] : [{ ...one, name: said }]
          }),
          groups: directory.groups.flatMap((one) => {
            const said = { 1: group, 2: other }[one.id]
            return said === undefined ? [] : [{ ...one, name: said }]
          }),
          skills: directory.skills.map((one) => (one.id === 101 ? { ...one, name: orders } : one)),
          lobs: directory.lobs.map((one) => ({ ...one, name: lob })),
        }
        const user = person({
          ...{ profileIds: [11, 21, 31], skillIds: [101, 102], lobIds: [201], nickname },
          managerOf: [{ agentGroupId: 2 }, { agentGroupId: 1 }],
        })
        // Two names that are alike once they are folded are one to an import.
        fc.pre(fold(orders) !== 'returns')
        const [verdict] = plan(exportUsers([user], about), [user], about)
        assert.equal(verdict?.kind, 'same', JSON.stringify(verdict))
      },
    ),
    { numRuns: 1000 },
  )
})

test('contract 1 section 4.3: what is planned is what the server takes', () => {
  const cells = fc.record({
    loginName: name.map((text) => text.replaceAll('"', '')),
    fullName: fc.option(name, { nil: '' }),
    email: fc.constantFrom('', 'a@b', 'a@b.example', 'no', '@', 'a@', 'a@b@c'),
    group: fc.constantFrom('', 'Night', 'Sales; Night', 'Attic'),
    maxChats: fc.constantFrom('', '0', '1000', '1001', 'x'),
    description: fc.constantFrom('', 'x'.repeat(1000), 'x'.repeat(1001)),
  })
  let taken = 0
  fc.assert(
    fc.property(cells, (given) => {
      const quoted = Object.values(given).map((cell) => `"${cell.replaceAll('"', '""')}"`)
      const text = `${Object.keys(given).join()},profiles\n${quoted.join()},Agent\n`
      const [verdict] = plan(text, [])
      if (verdict?.kind !== 'new') return
      taken += 1
      const { isGenerated, body } = verdict
      const sent = isGenerated ? { ...body, passwordSh: 'made for them' } : body
      const read = userBodies.parse.created([sent])
      assert.ok(read.ok, JSON.stringify(read))
    }),
    { numRuns: 1000 },
  )
  assert.ok(taken > 20, `${taken}`)
})

test('a name as long as a login may be makes a full name that the server takes', () => {
  const [verdict] = plan(`login,profiles\n${'x'.repeat(254)},Agent\n`, [])
  assert.ok(verdict?.kind === 'new')
  assert.ok(userBodies.parse.created([{ ...verdict.body, passwordSh: 'x' }]).ok)
  const [tooLong] = plan(`login,profiles\n${'x'.repeat(255)},Agent\n`, [])
  assert.equal(tooLong?.kind, 'fault')
})
