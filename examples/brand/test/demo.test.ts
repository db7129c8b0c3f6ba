import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../../packages/server/test/support/cli.ts'

const main = fileURLToPath(new URL('../demo/main.ts', import.meta.url))

type Environment = Readonly<Record<string, string>>

/** The demo as a process, until it is over. `said` settles with its output once that holds `until`. */
function runDemo(env: Environment, until: string) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const said = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece) => {
        output += String(piece)
        if (output.includes(until)) resolve(output)
      })
    }
    child.once('close', () => resolve(output))
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, output }))
  return { child, said, ended }
}

test('it starts both, says where to go, and ends both', async () => {
  const [brandPort, watchwordPort] = [await freePort(), await freePort()]
  const env = { BRAND_PORT: String(brandPort), WATCHWORD_PORT: String(watchwordPort) }
  const { child, said, ended } = runDemo(env, 'Ctrl+C')
  try {
    const output = await said
    const brand = `http://127.0.0.1:${brandPort}`
    const watchword = `http://127.0.0.1:${watchwordPort}`
    assert.match(output, new RegExp(`${brand}/\n`))
    assert.doesNotMatch(output, /oidc-provider WARNING/)
    assert.match(await (await fetch(brand)).text(), /Talk as a customer/)
    const { baseURI } = (await (
      await fetch(`${watchword}/api/account/larkspur/service/idp/baseURI.json?version=1.0`)
    ).json()) as { baseURI: string }
    assert.equal(baseURI, `127.0.0.1:${watchwordPort}`)
    const password = /login name admin, password (\S+)/.exec(output)?.[1]
    const login = await fetch(`${watchword}/api/account/larkspur/login?v=1.3`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password }),
    })
    assert.equal(login.status, 200)
    child.kill('SIGINT')
    assert.equal((await ended).code, 0)
    await assert.rejects(fetch(brand))
    await assert.rejects(fetch(`${watchword}/health`))
  } finally {
    child.kill('SIGKILL')
  }
})

test('a port that is in use, or none at all, is told in words', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  assert.ok(typeof address === 'object' && address !== null)
  try {
    for (const [env, words] of [
      [{ BRAND_PORT: String(address.port) }, /A port is in use: set BRAND_PORT/],
      [{ BRAND_PORT: 'x' }, /BRAND_PORT must be a port/],
    ] as const) {
      const { code, output } = await runDemo(env, 'never').ended
      assert.equal(code, 1)
      assert.match(output, words)
      assert.doesNotMatch(output, /\n\s+at /)
    }
  } finally {
    other.close()
  }
})
