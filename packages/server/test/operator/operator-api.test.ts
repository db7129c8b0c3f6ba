import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createOperatorToken, revokeOperatorToken } from '#domain/operators/operator-tokens.ts'
import { accountId } from '../support/kickstart.ts'
import { givePassword, login } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'

const base = '/operator/v1/accounts'

async function start(
  kind: (typeof databaseKinds)[number],
  t: { after(done: () => Promise<void>): void },
): Promise<{ readonly server: TestServer; readonly bearer: string; readonly tokenId: string }> {
  const server = await startTestServer(kind)
  t.after(() => server.stop())
  const { value, token } = await createOperatorToken(server, { label: 'test' })
  return { server, bearer: value, tokenId: token.id }
}

const operations: readonly (readonly [string, string, unknown?])[] = [
  ['GET', base],
  ['POST', base, { name: 'New' }],
  ['GET', `${base}/acme`],
  ['PATCH', `${base}/acme`, { name: 'Other' }],
  ['DELETE', `${base}/acme`, { confirm: 'acme' }],
  ['POST', `${base}/acme/users/1/block`],
  ['POST', `${base}/acme/users/1/unblock`],
  ['GET', `${base}/acme/directory`],
  ['PUT', `${base}/acme/directory/agentVep`, { host: 'login.acme.example' }],
  ['DELETE', `${base}/acme/directory/agentVep`],
  ['GET', '/operator/v1/zones/local/directory'],
  ['PUT', '/operator/v1/zones/local/directory/agentVep', { host: 'login.local.example' }],
  ['DELETE', '/operator/v1/zones/local/directory/agentVep'],
]

for (const kind of databaseKinds) {
  describe(`the operator API on ${kind}`, () => {
    test('takes operator tokens alone, and they are nobody on an account API', async (t) => {
      const { server, bearer, tokenId } = await start(kind, t)
      const { id, users } = await seedAccount(server, 'acme')
      const expiring = await createOperatorToken(server, {
        label: 'short',
        expiresAt: server.clock.now() + 1000,
      })
      const usersPath = `/api/account/${id}/configuration/le-users/users`
      assert.equal((await call(server, 'GET', usersPath, { bearer })).status, 401)
      assert.equal((await call(server, 'GET', base, { bearer: expiring.value })).status, 200)
      server.clock.advance(1000)
      const strangers = [users.admin.bearer, expiring.value, `wwop_${'0'.repeat(64)}`, 'x']
      for (const [method, path, body] of operations) {
        const none = await call(server, method, path, { body })
        assert.equal(none.status, 401, `${method} ${path}`)
        assert.equal(none.headers.get('www-authenticate'), 'Bearer realm="Watchword"')
        for (const stranger of strangers) {
          const answer = await call(server, method, path, { body, bearer: stranger })
          assert.equal(answer.status, 401, `${method} ${path} with ${stranger.slice(0, 8)}`)
          assert.match(answer.text, /"internalCode":10/)
        }
      }
      await revokeOperatorToken(server, tokenId)
      assert.equal((await call(server, 'GET', base, { bearer })).status, 401)
      assert.equal((await server.storage.read.accounts.list()).length, 1)
    })

    test('makes, lists, changes and erases accounts', async (t) => {
      const { server, bearer } = await start(kind, t)
      const made = await call(server, 'POST', base, { bearer, body: { id: 'acme', name: 'Acme' } })
      assert.equal(made.status, 201)
      assert.equal(made.headers.get('location'), `${base}/acme`)
      assert.deepEqual(made.body, {
        id: 'acme',
        name: 'Acme',
        zone: 'local',
        status: 'active',
        createdAt: new Date(server.clock.now()).toISOString(),
      })
      const chosen = await call(server, 'POST', base, {
        bearer,
        body: { name: 'Chosen', zone: 'eu' },
      })
      assert.match(String((chosen.body as { id: string }).id), /^\d{8}$/)
      const again = await call(server, 'POST', base, { bearer, body: { id: 'acme', name: 'B' } })
      assert.equal(again.status, 409)

      const page = await call(server, 'GET', `${base}?limit=1`, { bearer })
      const { accounts, next } = page.body as { accounts: { id: string }[]; next: string }
      assert.equal(accounts.length, 1)
      const rest = await call(server, 'GET', `${base}?after=${next}`, { bearer })
      assert.equal((rest.body as { accounts: unknown[] }).accounts.length, 1)

      const changed = await call(server, 'PATCH', `${base}/acme`, {
        bearer,
        body: { name: 'Acme 2', zone: 'us' },
      })
      assert.equal(changed.status, 200)
      const one = await call(server, 'GET', `${base}/acme`, { bearer })
      assert.deepEqual(one.body, changed.body)
      assert.equal((one.body as { name: string }).name, 'Acme 2')

      const unsure = await call(server, 'DELETE', `${base}/acme`, {
        bearer,
        body: { confirm: 'ACME' },
      })
      assert.equal(unsure.status, 400)
      const gone = await call(server, 'DELETE', `${base}/acme`, {
        bearer,
        body: { confirm: 'acme' },
      })
      assert.deepEqual([gone.status, gone.text], [204, ''])
      for (const [method, path, body] of operations
        .slice(2)
        .filter(([, path]) => path.includes('acme'))) {
        assert.equal(
          (await call(server, method, path, { bearer, body })).status,
          404,
          `${method} ${path}`,
        )
      }
      const revived = await call(server, 'POST', base, {
        bearer,
        body: { id: 'acme', name: 'Acme' },
      })
      assert.equal(revived.status, 409)
      assert.match(revived.text, /never used again/)
    })

    test('refuses bodies that are not exactly right, and answers 4xx', async (t) => {
      const { server, bearer } = await start(kind, t)
      await seedAccount(server, 'acme')
      const bad: readonly (readonly [string, string, unknown])[] = [
        ['POST', base, {}],
        ['POST', base, { name: 'x', extra: 1 }],
        ['POST', base, { name: 'x', id: 'a-b' }],
        ['POST', base, { name: '' }],
        ['POST', base, { name: 5 }],
        ['POST', base, []],
        ['POST', base, { name: 'x', zone: 'EU' }],
        ['POST', base, { name: 'nul\u0000' }],
        ['PATCH', `${base}/acme`, {}],
        ['PATCH', `${base}/acme`, { status: 'erased' }],
        ['PATCH', `${base}/acme`, { id: 'other' }],
        ['DELETE', `${base}/acme`, {}],
        ['PUT', `${base}/acme/directory/agentVep`, {}],
        ['PUT', `${base}/acme/directory/agentVep`, { host: 'https://x' }],
        ['PUT', `${base}/acme/directory/nothing`, { host: 'x.example' }],
        ['PUT', '/operator/v1/zones/EU/directory/agentVep', { host: 'x.example' }],
        ['POST', `${base}/acme/users/abc/block`, undefined],
      ]
      for (const [method, path, body] of bad) {
        const answer = await call(server, method, path, { bearer, body })
        assert.equal(
          answer.status,
          400,
          `${method} ${path} ${JSON.stringify(body)}: ${answer.text}`,
        )
        assert.match(answer.text, /^\{"error":\{"time":/)
      }
      for (const path of [
        `${base}?limit=0`,
        `${base}?limit=1&limit=2`,
        `${base}/a-b`,
        `${base}/..%2f`,
      ]) {
        const answer = await call(server, 'GET', path, { bearer })
        assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`)
      }
    })

    test('a suspended account is refused everywhere at once, and let in again', async (t) => {
      const { server, bearer } = await start(kind, t)
      const acme = await seedAccount(server, 'acme')
      const other = await seedAccount(server, 'other')
      await givePassword(server, acme.id, acme.users.admin.user.id)
      const usersPath = (id: string) => `/api/account/${id}/configuration/le-users/users`
      const asAdmin = () =>
        call(server, 'GET', usersPath('acme'), { bearer: acme.users.admin.bearer })
      assert.equal((await asAdmin()).status, 200)
      const session = await login(server, 'acme', 'admin')
      assert.equal(session.status, 200)

      const body = { status: 'suspended' }
      const suspended = await call(server, 'PATCH', `${base}/acme`, { bearer, body })
      assert.match(suspended.text, /"suspendedAt":"2026/)
      assert.equal((await asAdmin()).status, 401)
      assert.equal(
        (await call(server, 'GET', usersPath('acme'), { bearer: session.body.bearer })).status,
        401,
      )
      assert.equal((await login(server, 'acme', 'admin')).status, 451)
      const others = await call(server, 'GET', usersPath('other'), {
        bearer: other.users.admin.bearer,
      })
      assert.equal(others.status, 200)

      await call(server, 'PATCH', `${base}/acme`, { bearer, body: { status: 'active' } })
      assert.equal((await asAdmin()).status, 200)
      assert.equal((await login(server, 'acme', 'admin')).status, 200)
    })

    test('a blocked user is out at once, and 451 after a correct password', async (t) => {
      const { server, bearer } = await start(kind, t)
      const acme = await seedAccount(server, 'acme')
      const { user, bearer: agentBearer } = acme.users.agent
      await givePassword(server, acme.id, user.id)
      const path = `/api/account/acme/configuration/le-users/users/${user.id}`
      assert.equal((await call(server, 'GET', path, { bearer: agentBearer })).status, 200)
      const blocked = await call(server, 'POST', `${base}/acme/users/${user.id}/block`, { bearer })
      assert.deepEqual(blocked.body, { id: user.id, loginName: 'agent', blocked: true })
      assert.equal((await call(server, 'GET', path, { bearer: agentBearer })).status, 401)
      assert.equal((await login(server, 'acme', 'agent')).status, 451)
      assert.equal((await login(server, 'acme', 'agent', 'wrong')).status, 401)
      // No administrator of the account can undo it.
      const admin = acme.users.admin.bearer
      const read = await call(server, 'GET', `${path}?select=$all`, { bearer: admin })
      const wire = { ...(read.body as object), isEnabled: true }
      await call(server, 'PUT', path, { bearer: admin, body: wire })
      assert.equal((await login(server, 'acme', 'agent')).status, 451)
      await call(server, 'POST', `${base}/acme/users/${user.id}/unblock`, { bearer })
      assert.equal((await login(server, 'acme', 'agent')).status, 200)
      // The other tenant's user does not exist there.
      await seedAccount(server, 'other')
      const crossed = await call(server, 'POST', `${base}/other/users/${user.id}/block`, { bearer })
      assert.equal(crossed.status, 404)
    })

    test('moves services of a zone and of an account, and the Domain API follows', async (t) => {
      const { server, bearer } = await start(kind, t)
      await seedAccount(server, 'acme')
      await seedAccount(server, 'other')
      const hostOf = async (id: string, service = 'agentVep') => {
        const answer = await call(
          server,
          'GET',
          `/api/account/${id}/service/${service}/baseURI.json?version=1.0`,
        )
        return (answer.body as { baseURI?: string }).baseURI
      }
      const usual = await hostOf('acme')
      const put = (path: string, body: unknown) => call(server, 'PUT', path, { bearer, body })
      await put('/operator/v1/zones/local/directory/agentVep', { host: 'zone.example' })
      assert.deepEqual(
        [await hostOf('acme'), await hostOf('other')],
        ['zone.example', 'zone.example'],
      )
      const entry = await put(`${base}/acme/directory/agentVep`, { host: 'acme.example:8443' })
      assert.deepEqual(entry.body, {
        service: 'agentVep',
        host: 'acme.example:8443',
        hidden: false,
      })
      assert.deepEqual(
        [await hostOf('acme'), await hostOf('other')],
        ['acme.example:8443', 'zone.example'],
      )
      await put(`${base}/acme/directory/smt`, { hidden: true })
      assert.equal(await hostOf('acme', 'smt'), undefined)
      const list = await call(server, 'GET', `${base}/acme/directory`, { bearer })
      assert.equal((list.body as { entries: unknown[] }).entries.length, 2)
      const removed = await call(server, 'DELETE', `${base}/acme/directory/agentVep`, { bearer })
      assert.equal(removed.status, 204)
      await call(server, 'DELETE', '/operator/v1/zones/local/directory/agentVep', { bearer })
      assert.equal(await hostOf('acme'), usual)
      const twice = await call(server, 'DELETE', `${base}/acme/directory/agentVep`, { bearer })
      assert.equal(twice.status, 404)
    })

    test('what an operator does stands in the trail of the account, under their label', async (t) => {
      const { server, bearer } = await start(kind, t)
      const acme = await seedAccount(server, 'acme')
      const headers = { 'x-request-id': 'from-the-operator' }
      const body = { name: 'Acme 2', status: 'suspended' }
      await call(server, 'PATCH', `${base}/acme`, { bearer, body, headers })
      await call(server, 'POST', `${base}/acme/users/${acme.users.agent.user.id}/block`, { bearer })
      const trail = await server.storage.read.audit.chain(accountId('acme'), 1, 100)
      const lines = trail.map((event) => [
        event.objectType,
        event.element,
        event.oldValue,
        event.newValue,
      ])
      assert.deepEqual(lines, [
        ['ACAccountObject', 'name', 'Brand acme', 'Acme 2'],
        ['ACAccountObject', 'status', 'active', 'suspended'],
        ['ACUserObject', 'blocked', 'false', 'true'],
      ])
      assert.equal(trail[0]?.requestId, 'from-the-operator')
      assert.ok(
        trail.every(
          ({ actor }) => actor.kind === 'operator' && actor.loginName === 'operator:test',
        ),
      )
      assert.ok(trail.every(({ actor }) => actor.authType === 'operator-token'))
      assert.ok(!JSON.stringify(trail).includes(bearer))
    })
  })
}
