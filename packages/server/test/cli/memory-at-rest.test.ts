import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { createSandbox } from '../support/cli.ts'

const targetMegabytes = 150

describe('the memory of a server at rest', { skip: process.platform !== 'linux' }, () => {
  test('on SQLite it holds less than 150 MB, from the second start on', async (t) => {
    const { serve, remove } = createSandbox()
    t.after(remove)
    const first = await serve()
    await first.stop()
    const { process: server } = await serve()
    const held = residentMegabytes(server.pid)
    assert.ok(held < targetMegabytes, `it holds ${held} MB`)
    // A figure that cannot be true would prove nothing.
    assert.ok(held > 30, `it is said to hold ${held} MB`)
  })
})

function residentMegabytes(pid = 0): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round((Number(kilobytes) * 1024) / 1e6)
}
