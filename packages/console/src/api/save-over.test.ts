import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from './problem.ts'
import { changeNewest, deleteAsked, type Loaded, saveOver } from './save-over.ts'

/** A thing on a server that keeps one revision for everything, and refuses what is stale. */
function server(first: string) {
  let now: Loaded<string> = { value: first, revision: '1' }
  const next = () => `${Number(now.revision) + 1}`
  return {
    /** Somebody changes something else. */
    elsewhere: () => {
      now = { ...now, revision: next() }
    },
    theirs: (value: string) => {
      now = { value, revision: next() }
    },
    reload: async () => now,
    send: async (value: string, revision: string | undefined) => {
      if (revision !== now.revision) throw new Problem('stale', { status: 412 })
      now = { value, revision: next() }
      return now
    },
    now: () => now,
  }
}

const isSame = (one: string, other: string) => one === other

test('what nobody changed is saved over the revision that was seen', async () => {
  const { reload, send, now } = server('a')
  const base = now()
  const saved = await saveOver(base, { send: (over) => send('b', over.revision), reload, isSame })
  assert.deepEqual(saved, { kind: 'saved', saved: { value: 'b', revision: '2' } })
})

test('a change of something else is no conflict: it is sent again with the new revision', async () => {
  const one = server('a')
  const base = one.now()
  one.elsewhere()
  const saved = await saveOver(base, {
    send: (over) => one.send('b', over.revision),
    reload: one.reload,
    isSame,
  })
  assert.deepEqual(saved, { kind: 'saved', saved: { value: 'b', revision: '3' } })
})

test('a change of the same thing is a conflict, and nothing is written', async () => {
  const one = server('a')
  const base = one.now()
  one.theirs('x')
  const saved = await saveOver(base, {
    send: (over) => one.send('b', over.revision),
    reload: one.reload,
    isSame,
  })
  assert.deepEqual(saved, { kind: 'conflict', theirs: { value: 'x', revision: '2' } })
  assert.equal(one.now().value, 'x')
})

test('another refusal is the caller’s, and so is one that does not end', async () => {
  const refused = new Problem('no', { status: 403 })
  const base = { value: 'a', revision: '1' }
  const reload = async () => base
  const send = async () => Promise.reject(refused)
  await assert.rejects(saveOver(base, { send, reload, isSame }), refused)

  let asked = 0
  const stale = async () => {
    asked += 1
    throw new Problem('stale', { status: 412 })
  }
  await assert.rejects(saveOver(base, { send: stale, reload, isSame }), { status: 412 })
  assert.equal(asked, 4)
})

test('a switch is turned in what is there now, whoever changed what besides', async () => {
  const one = server('off, old name')
  one.theirs('off, new name')
  let first = true
  const saved = await changeNewest({
    reload: one.reload,
    send: (over) => {
      if (first) one.theirs('off, newest name')
      first = false
      return one.send(over.value.replace('off', 'on'), over.revision)
    },
  })
  assert.equal(saved.value, 'on, newest name')
})

test('what goes with a deletion is asked again if it is something else by then, and only then', async () => {
  const one = server('two engagements')
  const asked: string[] = []
  let before: (() => void)[] = [one.elsewhere, () => one.theirs('three engagements')]
  const remove = async (revision: string | undefined) => {
    const [happens, ...rest] = before
    before = rest
    happens?.()
    return one.send('deleted', revision)
  }
  const ask = async (value: string) => asked.push(value) > 0
  assert.equal(await deleteAsked({ reload: one.reload, ask, remove }), true)
  assert.deepEqual(asked, ['two engagements', 'three engagements'])
  assert.equal(one.now().value, 'deleted')
})

test('nothing is deleted that was not agreed to', async () => {
  const one = server('two engagements')
  const remove = async () => assert.fail('nobody agreed')
  assert.equal(await deleteAsked({ reload: one.reload, ask: async () => false, remove }), false)
  const refused = new Problem('no', { status: 403 })
  const all = { reload: one.reload, ask: async () => true, remove: () => Promise.reject(refused) }
  await assert.rejects(deleteAsked(all), refused)
})
