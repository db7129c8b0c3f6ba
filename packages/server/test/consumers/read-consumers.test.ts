import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Consumer, ConsumerList } from '@watchword/protocol/api/consumer.ts'
import {
  anonymousConnector,
  type Brand,
  claimsOf,
  connectBrand,
  createBrand,
  letIn,
  letNobodyIn,
} from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

const consumers = '/api/account/acme/watchword/consumers'

for (const kind of databaseKinds) {
  describe(`what is known of consumers, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let brand: Brand
    let connector: number
    before(async () => {
      server = await startTestServer(kind)
      account = await seedAccount(server, 'acme')
      brand = createBrand(server)
      connector = await connectBrand(server, account, brand)
    })
    after(() => server.stop())
    const tokenOf = (claims: object = {}) =>
      letIn(server, account, { brand, connector }, { ...claims })
    const idOf = (token: string) => String(claimsOf(token)['sub'])

    test('contract 3 section 16: an agent sees each value with who vouches for it, by which word, and when', async () => {
      const token = await tokenOf({
        sub: 'ann',
        given_name: 'Ann',
        email: 'ann@brand.example',
        lp_sdes: [
          { type: 'personal', personal: { lastname: 'Example', contacts: [{ phone: '1' }] } },
        ],
      })
      const { bearer } = account.users.agent
      const answer = await call(server, 'GET', `${consumers}/${idOf(token)}`, { bearer })
      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      const seen = answer.body as Consumer
      const at = new Date(Math.floor(server.clock.now() / 1000) * 1000).toISOString()
      const by = (path: string, value: string, source: string) => ({
        ...{ path, value, issuer: brand.issuer, source, at },
      })
      assert.deepEqual(
        [...seen.verified].sort((a, b) => a.path.localeCompare(b.path)),
        [
          by('ctmrinfo.customerId', 'ann', 'sub'),
          by('personal.contacts[0].phone', '1', 'lp_sdes'),
          by('personal.contacts[1].email', 'ann@brand.example', 'email'),
          by('personal.firstname', 'Ann', 'given_name'),
          by('personal.lastname', 'Example', 'lp_sdes'),
        ],
      )
      assert.deepEqual(seen.claims, {
        sub: 'ann',
        iss: brand.issuer,
        lp_sdes: [
          { type: 'ctmrinfo', info: { customerId: 'ann' } },
          {
            type: 'personal',
            personal: {
              ...{ firstname: 'Ann', lastname: 'Example' },
              contacts: [{ phone: '1' }, { email: 'ann@brand.example' }],
            },
          },
        ],
      })
      assert.equal(seen.acr, 'loa1')
      assert.deepEqual([seen.firstName, seen.lastName], ['Ann', 'Example'])
      assert.deepEqual(seen.privateData, {
        ...{ mobileNum: '1', userId: 'ann', email: 'ann@brand.example' },
      })
      assert.deepEqual(seen.unverified, { lp_sdes: [] })
      assert.deepEqual(seen.authenticatedData, { lp_sdes: [] })
    })

    test('a consumer sees themselves, by Bearer and by jwt, and nobody else', async () => {
      const [ann, ben] = [await tokenOf({ sub: 'ann' }), await tokenOf({ sub: 'ben' })]
      for (const scheme of ['Bearer', 'jwt', 'JWT', 'bearer']) {
        for (const path of ['me', idOf(ann)]) {
          const headers = { authorization: `${scheme} ${ann}` }
          // Twice: from the database, and from memory.
          for (const _ of [1, 2]) {
            const answer = await call(server, 'GET', `${consumers}/${path}`, { headers })
            assert.equal(answer.status, 200, answer.text)
            assert.equal((answer.body as Consumer).consumerId, idOf(ann))
          }
        }
      }
      const others = await call(server, 'GET', `${consumers}/${idOf(ben)}`, { bearer: ann })
      const nobodys = await call(server, 'GET', `${consumers}/${'0'.repeat(64)}`, { bearer: ann })
      assert.equal(others.status, 404)
      assert.deepEqual(withoutTime(others.text), withoutTime(nobodys.text))
      assert.equal((await call(server, 'GET', consumers, { bearer: ann })).status, 401)
    })

    test('nobody vouches for whoever has no name', async () => {
      const { token } = await letNobodyIn(
        server,
        account,
        await anonymousConnector(server, account),
      )
      const answer = await call(server, 'GET', `${consumers}/me`, { bearer: token })
      const seen = answer.body as Consumer
      assert.equal(seen.kind, 'anon')
      assert.equal(seen.acr, '0')
      assert.deepEqual(seen.verified, [])
      assert.match(String(seen.claims?.sub), /^[0-9a-f-]{36}$/)
    })

    test('an agent without permission sees nothing, and learns of nobody', async () => {
      const token = await tokenOf({ sub: 'ann', given_name: 'Annabel' })
      const { bearer } = await seedUser(server, account.id, {
        id: 777,
        loginName: `${kind}-blind`,
        profileIds: [account.profileIds.campaigner],
      })
      for (const path of ['', `/${idOf(token)}`, `/${'0'.repeat(64)}`, '/x']) {
        const answer = await call(server, 'GET', `${consumers}${path}`, { bearer })
        assert.equal(answer.status, 403, answer.text)
        assert.doesNotMatch(answer.text, /Annabel|ann/)
      }
    })

    test('expired, signed by another, of another account: 401; the schemes of others too', async () => {
      const token = await tokenOf({ sub: 'late' })
      const other = await seedAccount(server, 'zenith')
      const theirs = await letIn(server, other, {
        brand,
        connector: await connectBrand(server, other, brand),
      })
      const [header, payload, signature = ''] = token.split('.')
      const forged = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
      const refused = async (authorization: string) => {
        for (const path of ['me', idOf(token)]) {
          const answer = await call(server, 'GET', `${consumers}/${path}`, {
            headers: { authorization },
          })
          assert.equal(answer.status, 401, `${authorization} ${answer.text}`)
          assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer /)
        }
      }
      for (const one of [theirs, forged, `${token}A`, `${token}=`, 'a.b.c', `${header}..`, 'x']) {
        await refused(`Bearer ${one}`)
        await refused(`jwt ${one}`)
      }
      await refused(`Basic ${token}`)
      await refused(token)
      assert.equal((await call(server, 'GET', `${consumers}/me`)).status, 401)
      const query = await call(server, 'GET', `${consumers}/me?access_token=${token}`)
      assert.equal(query.status, 401)
      assert.equal((await call(server, 'GET', `${consumers}/me`, { bearer: token })).status, 200)
      server.clock.advance(601_000)
      await refused(`Bearer ${token}`)
    })

    test('the list: the last seen first, page by page, and nothing personal', async () => {
      const ids: string[] = []
      for (const sub of ['p1', 'p2', 'p3']) {
        server.clock.advance(1000)
        ids.unshift(idOf(await tokenOf({ sub, given_name: 'Penelope' })))
      }
      const { bearer } = account.users.manager
      const pages: ConsumerList[] = []
      let before = ''
      for (let turn = 0; turn < 2; turn += 1) {
        const answer = await call(server, 'GET', `${consumers}?limit=2${before}`, { bearer })
        assert.equal(answer.status, 200, answer.text)
        assert.doesNotMatch(answer.text, /Penelope|p1|brand\.example/)
        pages.push(answer.body as ConsumerList)
        before = `&before=${pages.at(-1)?.next}`
      }
      const listed = pages.flatMap((page) => page.consumers.map(({ consumerId }) => consumerId))
      assert.deepEqual(listed.slice(0, 3), ids)
      for (const query of ['limit=0', 'limit=201', 'limit=x', 'before=x', 'before=1.x']) {
        assert.equal((await call(server, 'GET', `${consumers}?${query}`, { bearer })).status, 400)
      }
    })

    test('found by a name, by who may see the list; a name of nobody finds nobody', async () => {
      const id = idOf(await tokenOf({ sub: 'findable' }))
      const find = (body: unknown, bearer = account.users.agent.bearer) =>
        call(server, 'POST', `${consumers}/find`, { bearer, body })
      for (const body of [
        { sub: 'findable' },
        { sub: 'findable', issuer: brand.issuer },
        { consumerId: id },
      ]) {
        const answer = await find(body)
        assert.equal(answer.status, 200, answer.text)
        const { consumers: found, next } = answer.body as ConsumerList
        assert.deepEqual(
          found.map(({ consumerId }) => consumerId),
          [id],
        )
        assert.equal(next, undefined)
        assert.doesNotMatch(answer.text, /findable/)
      }
      for (const body of [{ sub: 'nobody' }, { extConsumerId: 'findable' }]) {
        assert.deepEqual((await find(body)).body, { consumers: [] })
      }
      const wrong = await find({ sub: 7 })
      assert.equal(wrong.status, 400)
      assert.match(wrong.text, /sub: /)
      const other = await seedAccount(server, 'findother')
      const path = '/api/account/findother/watchword/consumers/find'
      const theirs = { bearer: other.users.admin.bearer, body: { consumerId: id } }
      assert.deepEqual((await call(server, 'POST', path, theirs)).body, { consumers: [] })
      assert.equal((await find({ sub: 'findable' }, other.users.admin.bearer)).status, 404)
      const { bearer } = await seedUser(server, account.id, {
        ...{ id: 9100, loginName: 'unable', profileIds: [account.profileIds.campaigner] },
      })
      assert.equal((await find({ sub: 'findable' }, bearer)).status, 403)
    })

    test('who was only ever logged out is not there; pages of any origin may ask who their consumer is', async () => {
      const stranger = 'a'.repeat(64)
      const now = server.clock.now()
      await server.storage.write((tx) => tx.consumers.logOut(account.id, stranger, now + 1))
      const { bearer } = account.users.admin
      const one = await call(server, 'GET', `${consumers}/${stranger}`, { bearer })
      assert.equal(one.status, 404)
      const list = await call(server, 'GET', `${consumers}?limit=200`, { bearer })
      assert.doesNotMatch(list.text, /aaaaaaaa/)
      const answer = await call(server, 'GET', `${consumers}/me`, { bearer: await tokenOf() })
      assert.equal(answer.headers.get('access-control-allow-origin'), '*')
      assert.equal(answer.headers.get('access-control-allow-credentials'), null)
      const preflight = await call(server, 'OPTIONS', `${consumers}/me`)
      assert.equal(preflight.status, 204)
      assert.equal(list.headers.get('access-control-allow-origin'), null)
    })
  })
}

function withoutTime(text: string): string {
  return text.replace(/"time":"[^"]*"/, '')
}
