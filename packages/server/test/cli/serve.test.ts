import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import path from 'node:path'
import { describe, test } from 'node:test'
import { createSandbox, freePort, type RunningServer, type Sandbox } from '../support/cli.ts'
import { login } from '../support/login.ts'
import { createDatabase } from '../support/postgres.ts'
import { call } from '../support/test-server.ts'
import { until } from '../support/until.ts'

type Context = { after(done: () => Promise<void>): void }

function sandbox(t: Context, env = {}): Sandbox {
  const created = createSandbox({ WATCHWORD_LOG_LEVEL: 'info', ...env })
  t.after(() => created.remove())
  return created
}

function passwordsIn({ output }: RunningServer): ReadonlyMap<string, string> {
  const rows = output.stdout.matchAll(/^ {2}12345678 {2}(\w+) +[A-Z][\w ]*? {2,}(\S{20,})$/gm)
  return new Map([...rows].map(([, name = '', password = '']) => [name, password]))
}

describe('watchword serve', () => {
  test('the first start tells where to go, the printed password logs in, SIGTERM ends with 0', async (t) => {
    const { serve, folder } = sandbox(t)
    const server = await serve()
    const passwords = passwordsIn(server)
    assert.deepEqual([...passwords.keys()], ['admin', 'manager', 'agent', 'campaigner'])
    const directory = await call(
      server,
      'GET',
      '/api/account/12345678/service/agentVep/baseURI.json?version=1.0',
    )
    assert.equal((directory.body as { account: string }).account, '12345678')
    const admin = await login(server, '12345678', 'admin', passwords.get('admin'))
    assert.equal(admin.status, 200)
    const { bearer } = admin.body
    const users = await call(server, 'GET', '/api/account/12345678/configuration/le-users/users', {
      bearer,
    })
    assert.equal((users.body as unknown[]).length, 4)
    assert.match(
      server.output.stdout,
      /curl -X POST 'http:\/\/localhost:\d+\/api\/account\/12345678\/login\?v=1\.3'/,
    )

    for (const file of ['demo-credentials.json', 'master.key', 'watchword.db']) {
      assert.equal(statSync(path.join(folder, 'data', file)).mode & 0o777, 0o600, file)
    }
    assert.equal(statSync(path.join(folder, 'data')).mode & 0o777, 0o700)
    const ended = await server.stop()
    assert.equal(ended.code, 0)
    for (const line of ended.stderr.trim().split('\n'))
      assert.doesNotThrow(() => JSON.parse(line), line)
    for (const secret of [bearer, ...passwords.values()]) assert.ok(!ended.stderr.includes(secret))

    const second = await serve()
    assert.deepEqual([...passwordsIn(second).keys()], [])
    for (const password of passwords.values()) assert.ok(!second.output.stdout.includes(password))
    assert.match(second.output.stdout, /They are kept in .*demo-credentials\.json/)
    assert.equal(
      (await call(second, 'GET', '/api/account/12345678/configuration/le-users/users', { bearer }))
        .status,
      200,
    )
    const { users: kept } = JSON.parse(
      readFileSync(path.join(folder, 'data/demo-credentials.json'), 'utf8'),
    )
    assert.deepEqual(new Map(Object.entries(kept)), passwords)
    assert.equal((await second.stop('SIGINT')).code, 0)
  })

  test('a request under way is finished, and no new connection is taken', async (t) => {
    const { serve } = sandbox(t)
    const server = await serve()
    const body = '{"username":"nobody","password":"x"}'
    const request = await beginLogin(server, body.length)
    request.write(body.slice(0, 10))
    server.process.kill('SIGTERM')
    await until(() => takesNobody(server), 15_000, 'it takes no new connection')
    const answered = once(request, 'response')
    request.end(body.slice(10))
    const [response] = (await answered) as [IncomingMessage]
    assert.equal(response.resume().statusCode, 401)
    const ended = await server.ended
    assert.equal(ended.code, 0)
    assert.match(ended.stderr, /"requests":"finished"/)
  })

  test('a second signal does not wait', async (t) => {
    const { serve } = sandbox(t)
    const server = await serve()
    await beginLogin(server, 5)
    server.process.kill('SIGTERM')
    await until(() => takesNobody(server), 15_000, 'the first signal is heard')
    assert.equal((await server.stop('SIGTERM')).code, 143)
  })

  test('a port in use is told in one line, with 1', async (t) => {
    const { serve, run } = sandbox(t)
    const server = await serve()
    const { port } = new URL(server.origin)
    const { code, stderr, stdout } = await run(['serve'], { env: { WATCHWORD_PORT: port } })
    assert.equal(code, 1)
    assert.match(
      stderr,
      new RegExp(`watchword: port ${port} of 127\\.0\\.0\\.1 is in use\\. .*WATCHWORD_PORT`),
    )
    assert.doesNotMatch(stderr, /^\s+at /m)
    assert.equal(stdout, '')
  })

  test('a kickstart file takes the place of the demo; its faults end the start with 2', async (t) => {
    const { serve, run, folder } = sandbox(t, { WATCHWORD_KICKSTART: 'kickstart.json' })
    const file = path.join(folder, 'kickstart.json')
    assert.match((await run(['serve', '--demo'])).stderr, /kickstart\.json cannot be read/)
    writeFileSync(file, '{\n  "accounts": [\n    {"id": "acme",, "name": "x"}\n]}')
    const syntax = await run(['serve'])
    assert.deepEqual([syntax.code, /line 3, column 19/.test(syntax.stderr)], [2, true])
    const user = {
      loginName: 'ada',
      fullName: 'Ada',
      nickname: 'Ada',
      email: 'a@example.com',
      profiles: ['Administrator'],
    }
    writeFileSync(
      file,
      JSON.stringify({ accounts: [{ id: 'acme', name: 'Acme', users: [user], apiKeys: [{}] }] }),
    )
    const faults = await run(['serve'])
    assert.equal(faults.code, 2)
    assert.match(faults.stderr, /accounts\[0\]\.apiKeys\[0\]\.appName: is required/)
    writeFileSync(file, JSON.stringify({ accounts: [{ id: 'acme', name: 'Acme', users: [user] }] }))
    const server = await serve({ args: ['--json'] })
    const { created, demo } = JSON.parse(server.output.stdout)
    assert.deepEqual([created[0].loginName, demo], ['ada', undefined])
    assert.equal((await login(server, 'acme', 'ada', created[0].password)).status, 200)
    await server.stop()
    const again = await serve({ args: ['--json'] })
    assert.deepEqual(JSON.parse(again.output.stdout).created, [])
  })

  test('a lost master key is found out at start, and no other is made in its place', async (t) => {
    const { serve, run, folder } = sandbox(t)
    await (await serve()).stop()
    rmSync(path.join(folder, 'data/master.key'))
    const { code, stderr } = await run(['serve'])
    assert.equal(code, 2)
    assert.match(stderr, /the master key that seals their secrets is not at .*master\.key/)
    const key = Buffer.alloc(32, 1).fill(2, 16).toString('base64')
    const wrong = await run(['serve'], { env: { WATCHWORD_MASTER_KEY: key } })
    assert.match(wrong.stderr, /which is not in WATCHWORD_MASTER_KEY/)
  })

  test('with development TLS it speaks https, and says what to trust', async (t) => {
    const { serve, folder } = sandbox(t)
    const server = await serve({ env: { WATCHWORD_DEV_TLS: 'true' } })
    assert.match(server.output.stdout, /authority\.pem/)
    assert.match(server.output.stdout, /ready at https:\/\/localhost/)
    const ca = readFileSync(path.join(folder, 'data/tls/authority.pem'))
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const request = httpsRequest(`${server.origin}/health/live`, { ca, agent: false })
      request.on('response', (response) => resolve({ ...response.resume().headers }))
      request.on('error', reject)
      request.end()
    })
    assert.match(String(headers['strict-transport-security']), /max-age/)
    assert.equal((await server.stop()).code, 0)
  })
})

describe('watchword serve with several workers', () => {
  test('needs PostgreSQL; replaces a worker that dies, and stops them all with 0', async (t) => {
    const database = await createDatabase()
    t.after(() => database.drop())
    const ops = await freePort()
    const env = { WATCHWORD_WORKERS: '2', WATCHWORD_OPS_PORT: String(ops) }
    const { serve, run } = sandbox(t, env)
    assert.equal((await run(['serve'])).code, 2)
    const url = { WATCHWORD_DATABASE_URL: database.url }
    const server = await serve({ env: url })
    await until(() => passwordsIn(server).size === 4, 15_000)
    const password = passwordsIn(server).get('agent')
    assert.equal((await login(server, '12345678', 'agent', password)).status, 200)
    const pids = () =>
      [...server.output.stderr.matchAll(/"pid":(\d+),"origin"/g)].map(([, pid]) => Number(pid))
    await until(() => pids().length === 2, 15_000)
    const metrics = await fetch(`http://127.0.0.1:${ops}/metrics`)
    assert.match(await metrics.text(), /watchword_http_requests_total\{[^}]*login[^}]*\} 1/)
    process.kill(pids()[0] ?? 0, 'SIGKILL')
    await until(() => pids().length === 3, 15_000)
    assert.equal((await login(server, '12345678', 'agent', password)).status, 200)
    const ended = await server.stop()
    assert.equal(ended.code, 0)
    assert.equal(ended.stderr.match(/"msg":"stopped"/g)?.length, 2)
    assert.equal(ended.stdout.match(/passwords are shown/g)?.length, 1)
  })
})

describe('watchword serve with workers that cannot start', () => {
  test('ends with 1, and says why', async (t) => {
    const database = await createDatabase()
    t.after(() => database.drop())
    const { serve, run } = sandbox(t, { WATCHWORD_DATABASE_URL: database.url })
    const server = await serve()
    const env = { WATCHWORD_WORKERS: '2', WATCHWORD_PORT: new URL(server.origin).port }
    const { code, stderr } = await run(['serve'], { env })
    assert.equal(code, 1)
    assert.match(stderr, /is in use/)
    assert.match(stderr, /A server process could not start/)
  })
})

/** A login whose head the server has read, and whose body it waits for. */
async function beginLogin({ origin }: RunningServer, length: number): Promise<ClientRequest> {
  const type = { 'content-type': 'application/json', 'content-length': length }
  const request = httpRequest(`${origin}/api/account/12345678/login?v=1.3`, {
    ...{ agent: false, method: 'POST', headers: { ...type, expect: '100-continue' } },
  })
  request.on('error', () => {})
  request.flushHeaders()
  await once(request, 'continue')
  return request
}

function takesNobody({ origin }: RunningServer): Promise<boolean> {
  const headers = { connection: 'close' }
  return fetch(`${origin}/health/live`, { headers }).then(
    () => false,
    () => true,
  )
}
