import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Problem } from '#api/problem.ts'
import { person } from '../fixtures.ts'
import type { UserBody } from '../writable.ts'
import { writableOf } from '../writable.ts'
import type { Verdict } from './plan.ts'
import { failedRows, passwordFile } from './result-files.ts'
import { type RunPorts, refusedRows, runImport } from './run.ts'

const newcomer = (line: number, loginName = `user${line}`): Verdict => ({
  ...{ line, loginName, kind: 'new', isGenerated: true },
  body: {
    loginName,
    fullName: loginName,
    nickname: '',
    email: '',
    profileIds: [1],
    isEnabled: true,
  },
})

const changed = (line: number, id: number): Verdict => {
  const before = person({ id, loginName: `old${id}` })
  return {
    ...{ line, loginName: before.loginName, kind: 'change', before, changes: [] },
    body: writableOf(before, { nickname: 'New' }),
  }
}

function problem(status: number, fields: readonly [string, string][] = [], retry?: number) {
  return new Problem(`refused with ${status}`, {
    status,
    fields: fields.map(([path, reason]) => ({ path, reason })),
    retryAfterSeconds: retry,
  })
}

/** An API that takes everything, but for what a test says. */
function apiOf(given: Partial<RunPorts> = {}) {
  const created: string[][] = []
  const ports: RunPorts = {
    create: async (bodies) => {
      created.push(bodies.map((body) => `${body['loginName']}`))
      return { users: bodies.map((_, id) => person({ id })), revision: '"2"' }
    },
    replace: async (bodies) => ({
      users: bodies.map(({ id }) => person({ id })),
      revision: '"3"',
    }),
    read: async () => ({ users: [], revision: '"9"' }),
    makePassword: (loginName) => `made for ${loginName}`,
    wait: async () => undefined,
    ...given,
  }
  return { ports, created }
}

function run(ports: RunPorts, verdicts: readonly Verdict[], signal = new AbortController().signal) {
  return runImport(ports, verdicts, {
    ...{ revision: '"1"', signal, onProgress: () => undefined },
    words: { changedMeanwhile: 'changed meanwhile' },
  })
}

const told = (outcomes: Awaited<ReturnType<typeof run>>['outcomes']) =>
  outcomes.map(({ line, result, reason }) => `${line} ${result} ${reason}`.trim())

describe('an import', () => {
  test('writes in batches, changes first; rows with faults and without a change are not sent', async () => {
    const { ports, created } = apiOf()
    const rows = Array.from({ length: 45 }, (_, index) => newcomer(index + 2))
    const skipped: Verdict[] = [
      { line: 90, loginName: 'x', kind: 'same' },
      { line: 91, loginName: 'y', kind: 'fault', faults: [] },
    ]
    const { outcomes, stopped } = await run(ports, [...rows, ...skipped, changed(99, 7)])
    assert.equal(stopped, undefined)
    assert.deepEqual(
      created.map(({ length }) => length),
      [20, 20, 5],
    )
    assert.equal(outcomes.length, 46)
    assert.equal(told(outcomes)[0], '99 changed')
    assert.equal(outcomes[1]?.password, 'made for user2')
    assert.ok(!('password' in (outcomes[0] ?? {})))
  })

  test('a row that is refused is told, and the rest of its batch is written', async () => {
    const { ports, created } = apiOf()
    const create: RunPorts['create'] = async (bodies) => {
      const at = bodies.findIndex((body) => body['loginName'] === 'user3')
      if (at === -1) return ports.create(bodies)
      throw problem(409, [
        [`[${at}].loginName`, 'is taken'],
        [`[${at}].email`, 'is odd'],
      ])
    }
    const { outcomes } = await run({ ...ports, create }, [newcomer(2), newcomer(3), newcomer(4)])
    assert.deepEqual(told(outcomes), [
      ...['3 failed loginName is taken; email is odd', '2 added', '4 added'],
    ])
    assert.deepEqual(created, [['user2', 'user4']])
  })

  test('a refusal that names no row is found by halves', async () => {
    const { ports } = apiOf()
    const create: RunPorts['create'] = async (bodies) => {
      if (bodies.some((body) => body['loginName'] === 'user4')) throw problem(403)
      return ports.create(bodies)
    }
    const rows = [2, 3, 4, 5, 6].map((line) => newcomer(line))
    const { outcomes } = await run({ ...ports, create }, rows)
    assert.deepEqual(told(outcomes).sort(), [
      ...['2 added', '3 added', '4 failed refused with 403', '5 added', '6 added'],
    ])
  })

  test('rows that are all refused alike stop it: it is not the rows', async () => {
    let calls = 0
    const { ports } = apiOf({
      create: async () => {
        calls += 1
        throw problem(409)
      },
    })
    const rows = Array.from({ length: 120 }, (_, index) => newcomer(index + 2))
    const { outcomes, stopped } = await run(ports, rows)
    assert.ok(stopped instanceof Problem)
    assert.ok(calls < 12, `${calls} calls`)
    assert.equal(outcomes.filter(({ result }) => result === 'failed').length, 3)
    assert.equal(outcomes.filter(({ result }) => result === 'not_tried').length, 117)
  })

  test('it stops when nobody answers, and says what was not tried', async () => {
    const { ports } = apiOf()
    let calls = 0
    const create: RunPorts['create'] = async (bodies) => {
      calls += 1
      if (calls === 2) throw problem(0)
      return ports.create(bodies)
    }
    const rows = Array.from({ length: 41 }, (_, index) => newcomer(index + 2))
    const { outcomes, stopped } = await run({ ...ports, create }, rows)
    assert.ok(stopped instanceof Problem)
    assert.equal(outcomes.filter(({ result }) => result === 'added').length, 20)
    assert.equal(outcomes.filter(({ result }) => result === 'not_tried').length, 21)
  })

  test('whoever stops it gets the batch that is under way, and no other', async () => {
    const controller = new AbortController()
    const { ports, created } = apiOf()
    const create: RunPorts['create'] = async (bodies) => {
      controller.abort()
      return ports.create(bodies)
    }
    const rows = Array.from({ length: 41 }, (_, index) => newcomer(index + 2))
    const { outcomes } = await run({ ...ports, create }, rows, controller.signal)
    assert.equal(created.length, 1)
    assert.equal(outcomes.filter(({ result }) => result === 'not_tried').length, 21)
  })

  test('it waits as long as it is told to', async () => {
    const waits: number[] = []
    const { ports } = apiOf({
      wait: async (seconds) => {
        waits.push(seconds)
      },
    })
    const create: RunPorts['create'] = async (bodies) => {
      if (waits.length < 2) throw problem(429, [], waits.length === 0 ? 7 : undefined)
      return ports.create(bodies)
    }
    const { outcomes } = await run({ ...ports, create }, [newcomer(2)])
    assert.deepEqual(waits, [7, 5])
    assert.deepEqual(told(outcomes), ['2 added'])
  })
})

describe('If-Match: changes since the rows were checked', () => {
  test('of others of the account: the change is sent again; of the same user: it is not', async () => {
    const revisions: (string | undefined)[] = []
    const sent: number[][] = []
    const { ports } = apiOf({
      async replace(bodies: readonly (UserBody & { readonly id: number })[], ifMatch) {
        revisions.push(ifMatch)
        if (ifMatch === '"1"') throw problem(412)
        sent.push(bodies.map(({ id }) => id))
        return { users: bodies.map(({ id }) => person({ id })), revision: '"10"' }
      },
      read: async () => ({
        users: [
          person({ id: 7, loginName: 'old7' }),
          person({ id: 8, loginName: 'old8', nickname: 'Theirs' }),
        ],
        revision: '"9"',
      }),
    })
    const { outcomes } = await run(ports, [changed(2, 7), changed(3, 8), changed(4, 9)])
    assert.deepEqual(revisions, ['"1"', '"9"'])
    assert.deepEqual(sent, [[7]])
    assert.deepEqual(told(outcomes), [
      ...['3 failed changed meanwhile', '4 failed changed meanwhile', '2 changed'],
    ])
  })
})

describe('rows after somebody changed the account', () => {
  /** Refuses the first write, since then user 7 is somebody else's; `then` answers what follows. */
  function overtaken(then: (bodies: readonly { readonly id: number }[], call: number) => void) {
    const sent: number[][] = []
    let calls = 0
    const { ports } = apiOf({
      async replace(bodies: readonly (UserBody & { readonly id: number })[]) {
        calls += 1
        if (calls === 1) throw problem(412)
        then(bodies, calls)
        sent.push(bodies.map(({ id }) => id))
        return { users: bodies.map(({ id }) => person({ id })), revision: '"10"' }
      },
      read: async () => ({
        users: Array.from({ length: 300 }, (_, id) =>
          person({ id, loginName: `old${id}`, ...([7, 250].includes(id) ? { email: 'x@y' } : {}) }),
        ),
        revision: '"9"',
      }),
    })
    return { ports, sent }
  }

  test('are not written over theirs when the server asks to wait', async () => {
    const { ports, sent } = overtaken((_, call) => {
      if (call === 2) throw problem(429, [], 1)
    })
    const { outcomes } = await run(ports, [changed(2, 7), changed(3, 8)])
    assert.deepEqual(sent, [[8]])
    assert.deepEqual(told(outcomes), ['2 failed changed meanwhile', '3 changed'])
  })

  test('are told apart: the server counts those that were sent', async () => {
    const { ports, sent } = overtaken((bodies) => {
      const at = bodies.findIndex(({ id }) => id === 8)
      if (at !== -1) throw problem(400, [[`[${at}].email`, 'is odd']])
    })
    const { outcomes } = await run(ports, [changed(2, 7), changed(3, 8), changed(4, 9)])
    assert.deepEqual(sent, [[9]])
    assert.deepEqual(told(outcomes), [
      ...['2 failed changed meanwhile', '3 failed email is odd', '4 changed'],
    ])
  })

  test('are looked at in later batches too: they go over the revision that was read', async () => {
    const { ports, sent } = overtaken(() => undefined)
    const rows = Array.from({ length: 300 }, (_, id) => changed(id + 2, id))
    const { outcomes } = await run(ports, rows)
    assert.deepEqual(
      sent.map(({ length }) => length),
      [199, 99],
    )
    assert.ok(!sent.flat().includes(7) && !sent.flat().includes(250))
    assert.equal(outcomes.length, 300)
    assert.equal(new Set(outcomes.map(({ line }) => line)).size, 300, 'each once')
  })

  test('end when it is changed again and again, and when somebody stops it', async () => {
    let calls = 0
    const controller = new AbortController()
    const { ports } = apiOf({
      async replace() {
        calls += 1
        if (calls === 12) controller.abort()
        throw problem(412)
      },
      read: async () => ({ users: [person({ id: 7, loginName: 'old7' })], revision: '"9"' }),
    })
    const first = await run(ports, [changed(2, 7)])
    assert.ok(first.stopped instanceof Problem && first.stopped.isConflict)
    assert.equal(calls, 9)
    assert.deepEqual(told(first.outcomes), ['2 not_tried'])
    const second = await run(ports, [changed(2, 7)], controller.signal)
    assert.equal(calls, 12)
    assert.deepEqual(told(second.outcomes), ['2 not_tried'])
  })
})

test('rows are read from what the server names; what it names beyond is none', () => {
  const refused = refusedRows([1, 2], {
    fields: [
      { path: '[1].email', reason: 'must be an e-mail address' },
      { path: '[7].email', reason: 'x' },
      { path: 'email', reason: 'x' },
    ],
  })
  assert.deepEqual([...refused], [[1, 'email must be an e-mail address']])
})

test('files of what came of it are safe to open', () => {
  const table = {
    heads: ['login'],
    rows: [
      { line: 2, cells: ['=evil()'] },
      { line: 3, cells: ['b'] },
    ],
  }
  assert.equal(
    failedRows(table, new Map([[2, 'is taken, alas']]), 'Why'),
    `\ufefflogin,Why\r\n'=evil(),"is taken, alas"\r\n`,
  )
  const outcome = { line: 2, result: 'added', reason: '' } as const
  assert.equal(
    passwordFile(
      [
        { ...outcome, loginName: 'a', password: '-pass' },
        { ...outcome, loginName: 'b' },
      ],
      ['Login', 'Password'],
    ),
    "\ufeffLogin,Password\r\na,'-pass\r\n",
  )
})
