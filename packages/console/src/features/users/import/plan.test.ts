import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exportUsers } from '../export-users.ts'
import { directory, person } from '../fixtures.ts'
import { carefulLimits } from '../generate-password.ts'
import { cellsByField, guessMapping, mapColumn } from './columns.ts'
import { countVerdicts, type PlanAbout, planImport } from './plan.ts'
import { listIn, namesOf } from './read-cells.ts'
import { decodeText, readCsv, type Table } from './read-csv.ts'

function tableOf(text: string): Table {
  const table = readCsv(text)
  assert.ok(!('kind' in table), JSON.stringify(table))
  return table
}

const everybody: PlanAbout['reach'] = { mayEdit: () => true }

function plan(text: string, given: Partial<PlanAbout> = {}) {
  const table = tableOf(text)
  return planImport(table, {
    mapping: guessMapping(table.heads),
    users: [person()],
    names: namesOf(directory, () => true),
    reach: everybody,
    policy: carefulLimits,
    writesHidden: false,
    mustChange: true,
    ...given,
  })
}

const faultsOf = (text: string, given: Partial<PlanAbout> = {}) =>
  plan(text, given).flatMap((verdict) =>
    verdict.kind === 'fault'
      ? verdict.faults.map(
          ({ field, fault, value }) => `${verdict.line} ${field} ${fault} ${value}`,
        )
      : [],
  )

describe('RFC 4180: a file', () => {
  test('separators, quotes, lines in cells, empty rows; each row knows its line', () => {
    const table = tableOf('\ufeffa;b\r\n"x;1";"two\r\nlines"\r\n;\r\n"say ""hi""";\r\n')
    assert.deepEqual(table.heads, ['a', 'b'])
    assert.deepEqual(table.rows, [
      { line: 2, cells: ['x;1', 'two\r\nlines'] },
      { line: 5, cells: ['say "hi"', ''] },
    ])
  })

  test('what is no table is told', () => {
    assert.deepEqual(readCsv(''), { kind: 'empty' })
    assert.deepEqual(readCsv('a,b\n'), { kind: 'empty' })
    assert.equal((readCsv('a,b\n"open,1\n') as { readonly kind?: string }).kind, 'no_table')
    const many = `a\n${'x\n'.repeat(18_001)}`
    assert.deepEqual(readCsv(many), { kind: 'too_many', count: 18_001 })
  })

  test('what spreadsheets write is read, whatever its encoding', () => {
    assert.equal(decodeText(new TextEncoder().encode('Zoë')), 'Zoë')
    assert.equal(decodeText(new Uint8Array([0x5a, 0x6f, 0xeb])), 'Zoë')
    assert.equal(decodeText(new Uint8Array([0xff, 0xfe, 0x5a, 0])), 'Z')
  })

  test('a guarded cell comes back as it was', () => {
    assert.deepEqual(
      tableOf("a\n'=1+1\n'+49 1\n").rows.map(({ cells }) => cells[0]),
      [...['=1+1', '+49 1']],
    )
  })
})

describe('columns', () => {
  test('heads are known in many spellings, each field once', () => {
    assert.deepEqual(
      guessMapping(['Login Name', 'E-Mail', 'e_mail', 'Role', 'Is enabled?', 'Phone', 'Shoe size']),
      ['loginName', 'email', null, 'profiles', 'enabled', 'mobileNumber', null],
    )
  })

  test('a field that is given to another column leaves the one that had it', () => {
    assert.deepEqual(mapColumn(['email', null, 'group'], 1, 'email'), [null, 'email', 'group'])
    assert.deepEqual(mapColumn(['email'], 0, null), [null])
    assert.deepEqual(cellsByField(['a', 'b'], ['email', null]), { email: 'a' })
  })

  test('names in one cell, quoted ones too', () => {
    assert.deepEqual(listIn('Orders; Returns ;'), ['Orders', 'Returns'])
    assert.deepEqual(listIn('"Senior; agent"; "say ""hi"""'), ['Senior; agent', 'say "hi"'])
    assert.equal(listIn(''), undefined)
  })
})

describe('verdicts', () => {
  test('somebody new: names, profile and group by name, a password that is made later', () => {
    const [verdict] = plan('login,name,profiles,group,enabled\nbob,Bob B,AGENT,night,no\n')
    assert.ok(verdict?.kind === 'new')
    assert.ok(verdict.isGenerated)
    const { body } = verdict
    assert.deepEqual(body.profileIds, [21])
    assert.deepEqual(body['memberOf'], { agentGroupId: 2 })
    assert.deepEqual([body.fullName, body.nickname, body.isEnabled], ['Bob B', 'Bob B', false])
    assert.equal(body['changePwdNextLogin'], true)
    assert.ok(!('passwordSh' in body))
  })

  test('somebody who exists: what changes, from what to what; an empty cell changes nothing', () => {
    const [verdict] = plan('loginName,nickname,skills,email\nANNA,Ann,Returns; Orders,\n')
    assert.ok(verdict?.kind === 'change')
    assert.deepEqual(
      verdict.changes.map(({ field, from, to }) => [field, from, to]),
      [
        ['nickname', 'Anna', 'Ann'],
        ['skills', [101], [102, 101]],
      ],
    )
    assert.equal(verdict.body.email, 'anna@brand.example')
    assert.equal(verdict.body['loginName'], 'anna')
    assert.ok(!('passwordSh' in verdict.body))
  })

  test('nothing to do, whatever the order of names; what is hidden counts only if one says so', () => {
    const text = 'loginName,fullName,nickname,skills,password\nanna,Anna A,Anna,orders,whatever\n'
    assert.equal(plan(text)[0]?.kind, 'same')
    const [verdict] = plan(text, { writesHidden: true })
    assert.ok(verdict?.kind === 'change')
    assert.equal(verdict.body.fullName, 'Anna A')
  })

  test('every fault is told at its cell, all of a row at once', () => {
    assert.deepEqual(
      faultsOf(
        'login,mail,profiles,skills,group,active,chats\nbob,no,Agent; Senior; agent; Boss,Cooking,Attic,maybe,1.5\n',
      ),
      [
        '2 email email no',
        '2 group unknown Attic',
        '2 enabled yes_or_no maybe',
        '2 profiles unknown Senior',
        '2 profiles second_of_role agent',
        '2 profiles unknown Boss',
        '2 skills unknown Cooking',
        '2 maxChats number 1.5',
      ],
    )
  })

  test('somebody new needs a login name and a profile; nobody stands in a file twice', () => {
    assert.deepEqual(faultsOf('login,nickname,profiles\n,x,Agent\nbob,x,\nBob,y,Agent\n'), [
      ...['2 loginName required ', '3 profiles required ', '4 loginName twice Bob'],
    ])
    assert.deepEqual(faultsOf('login,name,profiles\na,Same,Agent\nb,same,Agent\n'), [
      '3 fullName twice same',
    ])
    assert.deepEqual(faultsOf('login,profiles\nbo\u200bb,Agent\n'), [
      '2 loginName login_name bo\u200bb',
    ])
  })

  test('a password of the file must meet the policy; one that nobody knows is the server’s to judge', () => {
    const text = 'login,profiles,password\nbob,Agent,short\n'
    assert.deepEqual(faultsOf(text), ['2 password password '])
    assert.deepEqual(faultsOf(text, { policy: undefined }), [])
    const impossible = { ...carefulLimits, minLength: 64, maxOccurrences: 1 }
    assert.deepEqual(faultsOf('login,profiles\nbob,Agent\n', { policy: impossible }), [
      '2 password password ',
    ])
  })

  test('who may not be written, and what may not be given, is told before it is tried', () => {
    const nobody = { mayEdit: () => false }
    assert.deepEqual(faultsOf('login,nickname\nanna,Ann\n', { reach: nobody }), [
      '2 loginName out_of_reach anna',
    ])
    assert.equal(plan('login,nickname\nanna,Anna\n', { reach: nobody })[0]?.kind, 'same')
    assert.deepEqual(faultsOf('login,profiles\nbob,Agent\n', { reach: nobody }), [
      '2 loginName out_of_reach bob',
    ])
    const names = namesOf(directory, ({ roleTypeId }) => roleTypeId === 2)
    assert.deepEqual(faultsOf('login,profiles\nbob,Administrator\n', { names }), [
      '2 profiles not_yours Administrator',
    ])
  })

  test('what was exported is nothing to do when it is imported', () => {
    const users = [
      person({ profileIds: [22], nickname: '=cmd()', lobIds: [201] }),
      person({
        ...{ id: 8, loginName: '+lead', profileIds: [31], memberOf: null, skillIds: [] },
        ...{ maxChats: 0, managerOf: [{ agentGroupId: 1 }, { agentGroupId: 3 }], isEnabled: false },
      }),
    ]
    const verdicts = plan(exportUsers(users, directory), { users })
    assert.deepEqual(countVerdicts(verdicts), { new: 0, change: 0, same: 2, fault: 0 })
  })
})
