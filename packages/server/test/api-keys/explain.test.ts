import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Explanation, RefusedRequests } from '@watchword/protocol/api/explain.ts'
import { formatAuthorizationHeader } from '@watchword/protocol/oauth1/authorization-header.ts'
import { hmacKey, hmacSignature } from '@watchword/protocol/oauth1/hmac.ts'
import { percentEncode } from '@watchword/protocol/oauth1/percent-encode.ts'
import { readSignedRequest } from '@watchword/protocol/oauth1/read-signed-request.ts'
import { signatureBaseString } from '@watchword/protocol/oauth1/signature-base-string.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { seedKey, signFor, type TestKey } from './support.ts'

const users = '/api/account/acme/configuration/le-users/users'
const oauth1 = '/api/account/acme/watchword/oauth1'

for (const kind of databaseKinds) {
  describe(`the explainer on ${kind}`, () => {
    async function start(t: { after(run: () => Promise<void>): void }) {
      const server = await startTestServer(kind, { WATCHWORD_ALLOWED_HOSTS: '*' })
      t.after(() => server.stop())
      const account = await seedAccount(server, 'acme')
      const { bearer } = account.users.admin
      const explain = async (body: unknown, status = 200) => {
        const answer = await call(server, 'POST', `${oauth1}/explain`, { bearer, body })
        assert.equal(answer.status, status, answer.text)
        return { ...answer, explained: answer.body as Explanation }
      }
      const refusals = async () => {
        const answer = await call(server, 'GET', `${oauth1}/refusals`, { bearer })
        assert.equal(answer.status, 200, answer.text)
        return (answer.body as RefusedRequests).refusals
      }
      const key = await seedKey(server, account.id)
      return { server, account, explain, refusals, key }
    }
    const secretsOf = ({ secrets }: TestKey) => [secrets.appSecret, secrets.tokenSecret]
    const signatureIn = (header: string) =>
      decodeURIComponent(/oauth_signature="([^"]*)"/.exec(header)?.[1] ?? '')
    const request = (server: TestServer, url: string, authorization: string, more = {}) => ({
      request: {
        method: 'GET',
        url: `${server.origin}${url}`,
        headers: { authorization },
        ...more,
      },
    })

    /** A header over what a client with a mistake signs. */
    function signWrongly(
      server: TestServer,
      key: TestKey,
      url: string,
      mistake: (base: string) => { readonly base?: string; readonly hmac?: string },
    ): string {
      const right = signFor(server, key, 'GET', url)
      const target = new URL(`${server.origin}${url}`)
      const read = readSignedRequest({
        ...{ method: 'GET', scheme: 'http', authority: target.host, path: target.pathname },
        ...{ query: target.search.slice(1), authorization: right, formBody: undefined },
      })
      assert.ok(read.ok)
      const { appSecret: consumerSecret, tokenSecret } = key.secrets
      const ours = signatureBaseString(read.signed)
      const { base = ours, hmac = hmacKey({ consumerSecret, tokenSecret }) } = mistake(ours)
      const signature = hmacSignature(read.oauth.signatureMethod, base, hmac)
      const parameters = read.signed.parameters.filter(([name]) => name.startsWith('oauth_'))
      return formatAuthorizationHeader([...parameters, ['oauth_signature', signature]])
    }

    test('each mistake of a client is named, at once and for a pasted request, and no secret told', async (t) => {
      const { server, explain, refusals, key } = await start(t)
      const url = `${users}?v=6.0&select=id,name`
      const { appSecret, tokenSecret } = key.secrets
      const mistakes: Readonly<Record<string, Parameters<typeof signWrongly>[3]>> = {
        swapped_secrets: () => ({
          hmac: hmacKey({ consumerSecret: tokenSecret, tokenSecret: appSecret }),
        }),
        token_secret_missing: () => ({
          hmac: hmacKey({ consumerSecret: appSecret, tokenSecret: '' }),
        }),
        other_scheme: (base) => ({ base: base.replace('http%3A', 'https%3A') }),
        slash_added: (base) => ({ base: base.replace('users&', 'users%2F&') }),
        port_missing: (base) => ({ base: base.replace(/127\.0\.0\.1%3A\d+/, '127.0.0.1') }),
        one_parameter_missing: (base) => ({ base: base.replace('%26v%3D6.0', '') }),
        method_lower_case: (base) => ({ base: base.replace('GET', 'get') }),
        query_not_signed: (base) => ({
          base: base.replace('%26v%3D6.0', '').replace('%26select%3Did%252Cname', ''),
        }),
      }
      for (const [code, mistake] of Object.entries(mistakes)) {
        const authorization = signWrongly(server, key, url, mistake)
        const refused = await call(server, 'GET', url, { headers: { authorization } })
        assert.match(refused.text, /^oauth_problem=signature_invalid/, code)
        const [kept] = (await refusals()).filter(({ likelyCauses }) =>
          likelyCauses.some((cause) => cause.code === code),
        )
        assert.ok(kept, `${code} at refusal`)
        const byId = await explain({ refusalId: kept.id })
        const pasted = await explain(request(server, url, authorization))
        for (const { explained, text } of [byId, pasted]) {
          assert.equal(explained.verdict, 'refused')
          assert.equal(explained.problem?.problem, 'signature_invalid')
          assert.ok(
            explained.likelyCauses.some((cause) => cause.code === code),
            code,
          )
          assert.match(explained.baseString ?? '', /^GET&http%3A%2F%2F127/)
          assert.equal(explained.clockOffsetSeconds, 0)
          const right = hmacSignature(
            'HMAC-SHA256',
            explained.baseString ?? '',
            hmacKey({ consumerSecret: appSecret, tokenSecret }),
          )
          const secrets = [...secretsOf(key), ...secretsOf(key).map(percentEncode)]
          for (const hidden of [right, percentEncode(right), ...secrets]) {
            assert.equal(text.includes(hidden), false, code)
          }
        }
        server.clock.advance(1000)
      }
    })

    test('the base strings side by side: where they first differ', async (t) => {
      const { server, explain, key } = await start(t)
      const authorization = signWrongly(server, key, users, (base) => ({
        base: base.replace('GET', 'PUT'),
      }))
      const { explained } = await explain(request(server, users, authorization))
      const ours = explained.baseString ?? ''
      const claimedBaseString = `${ours.slice(0, 30)}X${ours.slice(31)}`
      const compared = await explain({
        ...request(server, users, authorization),
        claimedBaseString,
      })
      assert.equal(compared.explained.firstDifference?.index, 30)
      assert.equal(compared.explained.claimedBaseString, claimedBaseString)
      const same = await explain({
        ...request(server, users, authorization),
        claimedBaseString: ours,
      })
      assert.equal(same.explained.firstDifference, null)
    })

    test('clock, unknown key, missing parameters, disabled key, form without its type, right signature', async (t) => {
      const { server, account, explain, key } = await start(t)
      const now = Math.floor(server.clock.now() / 1000)
      const said = async (authorization: string, more = {}) =>
        (await explain(request(server, users, authorization, more))).explained
      const late = await said(signFor(server, key, 'GET', users, { timestamp: now - 400 }))
      assert.deepEqual(
        [late.problem?.problem, late.clockOffsetSeconds],
        ['timestamp_refused', -400],
      )
      const unknown = await said(signFor(server, { ...key, keyId: 'nobody' }, 'GET', users))
      assert.equal(unknown.problem?.problem, 'consumer_key_unknown')
      assert.equal((await said('OAuth x="y"')).problem?.problem, 'parameter_absent')
      const disabled = await seedKey(server, account.id, { enabled: false })
      const right = await said(signFor(server, disabled, 'GET', users))
      assert.equal(right.verdict, 'signature_right')
      assert.deepEqual(right.remarks, ['The key is disabled.'])
      const formBody = 'a=1'
      const withForm = await said(signFor(server, key, 'GET', users), { formBody })
      assert.match(withForm.remarks.join(), /form body is not signed/)
      const unsigned = await explain({
        request: {
          method: 'POST',
          url: `${server.origin}${users}`,
          headers: {
            authorization: signFor(server, key, 'POST', users),
            'content-type': 'application/x-www-form-urlencoded',
          },
          formBody,
        },
      })
      assert.deepEqual(
        unsigned.explained.likelyCauses.map(({ code }) => code),
        ['form_not_signed'],
      )
      // It is no use of the key, and burns no nonce.
      const authorization = signFor(server, key, 'GET', users)
      await said(authorization)
      assert.equal((await call(server, 'GET', users, { headers: { authorization } })).status, 200)
    })

    test('what is kept of a refusal has no signature, form body or secret', async (t) => {
      const { server, refusals, explain, key } = await start(t)
      const wrong = { ...key, secrets: { ...key.secrets, appSecret: 'x' } }
      const url = `${users}?v=1.0&password=hunter2&client_secret=s3cret&api_key=k3y`
      const authorization = signFor(server, wrong, 'GET', url)
      const headers = { authorization, cookie: 'private=1', 'x-private': 'mine' }
      await call(server, 'GET', url, { headers })
      const formBody = 'pin=no-hex-98&oauth_x=1'
      const formAuthorization = signFor(server, wrong, 'POST', users, { formBody: 'pin=no-hex-98' })
      await fetch(`${server.origin}${users}`, {
        method: 'POST',
        headers: {
          authorization: formAuthorization,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'pin=no-hex-98',
      })
      const kept = await refusals()
      const stored = await server.storage.read.refusedRequests.list(
        (await seedAccount(server, 'other')).id,
        0,
      )
      assert.deepEqual(stored, [])
      const text = JSON.stringify(kept)
      const hidden = ['hunter2', 's3cret', 'k3y', 'no-hex-98', 'private', 'mine', formBody]
      const signatures = [signatureIn(authorization), signatureIn(formAuthorization)]
      for (const value of [...hidden, ...signatures, ...secretsOf(key)]) {
        assert.equal(text.includes(value), false, value)
      }
      assert.match(text, /"name":"password","value":"\*\*\*"/)
      assert.match(text, /"name":"v","value":"1\.0"/)
      for (const { id } of kept) {
        const { explained } = await explain({ refusalId: id })
        assert.equal(explained.baseString, null)
        assert.match(explained.remarks.join(), /was not kept/)
      }
    })

    test('a secret that was sent for the token is not kept', async (t) => {
      const { server, refusals, explain, key } = await start(t)
      for (const token of secretsOf(key)) {
        const mistaken = { ...key, secrets: { ...key.secrets, token } }
        const authorization = signFor(server, mistaken, 'GET', users)
        const answer = await call(server, 'GET', users, { headers: { authorization } })
        assert.match(answer.text, /^oauth_problem=token_rejected/)
        const [kept] = await refusals()
        const { text } = await explain({ refusalId: kept?.id })
        const told = JSON.stringify(kept)
        assert.match(told, /"name":"oauth_token","value":"\*\*\*"/)
        assert.equal(`${told}${text}${answer.text}`.includes(token), false)
        server.clock.advance(1000)
      }
    })

    test('200 of an account are kept, for a day; unknown keys are only counted', async (t) => {
      const { server, refusals, explain, key } = await start(t)
      const wrong = { ...key, secrets: { ...key.secrets, appSecret: 'x' } }
      const send = (signedWith: TestKey) =>
        call(server, 'GET', users, {
          headers: { authorization: signFor(server, signedWith, 'GET', users) },
        })
      await send(wrong)
      const [oldest] = await refusals()
      server.clock.advance(10)
      for (let sent = 0; sent < 200; sent += 20) {
        await Promise.all(Array.from({ length: 20 }, () => send(wrong)))
        await refusals()
      }
      await send({ ...key, keyId: 'nobody' })
      const kept = await refusals()
      assert.equal(kept.length, 200)
      assert.ok(kept.every(({ id }) => id !== oldest?.id))
      assert.ok(kept.every(({ keyId }) => keyId === key.keyId))
      await explain({ refusalId: oldest?.id }, 404)
      await explain({ refusalId: kept[0]?.id })
      server.clock.advance(24 * 3_600_000 + 1)
      // The session of the test has ended by now: the store is asked instead.
      const since = server.clock.now() - 24 * 3_600_000
      const { refusedRequests } = server.storage.read
      const accountId = (await server.storage.read.accounts.list())[0]?.id
      assert.ok(accountId)
      assert.deepEqual(await refusedRequests.list(accountId, since), [])
    })

    test('for administrators and holders of package 40012, and nobody else', async (t) => {
      const { server, account, refusals, key } = await start(t)
      const wrong = { ...key, secrets: { ...key.secrets, appSecret: 'x' } }
      const authorization = signFor(server, wrong, 'GET', users)
      await call(server, 'GET', users, { headers: { authorization } })
      const [{ id: refusalId } = { id: '' }] = await refusals()
      const people = {
        'an administrator without packages': { role: 1, packages: [], explain: 200, list: 200 },
        'a holder of 40012': { role: 4, packages: [40_012], explain: 200, list: 200 },
        'whoever sees keys': { role: 4, packages: [40_008], explain: 403, list: 200 },
        'whoever makes keys': { role: 4, packages: [10_006], explain: 403, list: 200 },
        'an agent': { role: 2, packages: [20_000, 20_015], explain: 403, list: 403 },
        'an agent manager': { role: 3, packages: [30_000, 30_003], explain: 403, list: 403 },
      } as const
      for (const [index, [name, person]] of Object.entries(people).entries()) {
        const { role: roleTypeId, packages } = person
        await server.storage.write((tx) =>
          tx.profiles.insert(account.id, {
            ...{ id: 70 + index, deleted: false, name, description: '', permissions: [] },
            ...{ roleTypeId, enabledPackages: [...packages] },
            ...{ isAssignedToLPA: false, dateUpdated: 0 },
          }),
        )
        const given = { id: 9000 + index, loginName: `e${index}`, profileIds: [70 + index] }
        const { bearer } = await seedUser(server, account.id, given)
        for (const body of [{ refusalId }, request(server, users, authorization)]) {
          const answer = await call(server, 'POST', `${oauth1}/explain`, { bearer, body })
          assert.equal(answer.status, person.explain, name)
          for (const secret of [...secretsOf(key), key.secrets.token]) {
            if (person.explain === 403) assert.equal(answer.text.includes(secret), false, name)
          }
        }
        const listed = await call(server, 'GET', `${oauth1}/refusals`, { bearer })
        assert.equal(listed.status, person.list, name)
      }
    })

    test('what the key may not do is explained with its base string', async (t) => {
      const { server, account, refusals, explain } = await start(t)
      const reader = await seedKey(server, account.id, {
        privileges: [{ data: 'users', type: 'Read' }],
      })
      const url = `${users}/1`
      const authorization = signFor(server, reader, 'DELETE', url)
      await call(server, 'DELETE', url, { headers: { authorization } })
      const [refused] = await refusals()
      assert.equal(refused?.problem.problem, 'permission_denied')
      assert.equal(refused.clockOffsetSeconds, 0)
      const { explained } = await explain({ refusalId: refused.id })
      assert.match(explained.baseString ?? '', /^DELETE&http/)
      assert.deepEqual(explained.remarks, [])
    })

    test('secrets of before a reroll are right while they overlap, also without a token', async (t) => {
      const { server, account, explain, key } = await start(t)
      const { bearer } = account.users.admin
      const keys = '/app-key-manager/api/account/acme/keys'
      const reroll = { bearer, body: { overlapMinutes: 1 } }
      await call(server, 'POST', `${keys}/${key.keyId}/reroll`, reroll)
      const verdict = async (twoLegged: boolean) => {
        const authorization = signFor(server, key, 'GET', keys, { twoLegged })
        return (await explain(request(server, keys, authorization))).explained.verdict
      }
      assert.deepEqual(
        [await verdict(false), await verdict(true)],
        ['signature_right', 'signature_right'],
      )
      server.clock.advance(60_000)
      assert.deepEqual([await verdict(false), await verdict(true)], ['refused', 'refused'])
    })

    test('of the own account alone; what is not known is refused', async (t) => {
      const { server, explain, refusals, key } = await start(t)
      const wrong = { ...key, secrets: { ...key.secrets, appSecret: 'x' } }
      const authorization = signFor(server, wrong, 'GET', users)
      await call(server, 'GET', users, { headers: { authorization } })
      const [{ id: refusalId } = { id: '' }] = await refusals()
      const other = await seedAccount(server, 'other')
      const { bearer } = other.users.admin
      const path = '/api/account/other/watchword/oauth1/explain'
      const foreign = await call(server, 'POST', path, { bearer, body: { refusalId } })
      assert.equal(foreign.status, 404)
      const ours = request(server, users, authorization)
      const crossing = await call(server, 'POST', path, { bearer, body: ours })
      const { problem, likelyCauses } = crossing.body as Explanation
      assert.deepEqual([problem?.problem, likelyCauses], ['consumer_key_unknown', []])

      const pasted = ours.request
      for (const body of [
        {},
        [],
        null,
        { refusalId, ...ours },
        { refusalId: 1 },
        { refusalId: 'x y' },
        { refusalId, extra: 1 },
        { request: { ...pasted, secret: 'x' } },
        { request: { ...pasted, headers: { ...pasted.headers, cookie: 'x' } } },
        { request: { ...pasted, url: '/relative' } },
        { request: { ...pasted, url: 'ftp://x/' } },
        { request: { ...pasted, method: 'G T' } },
        { request: { ...pasted, headers: [] } },
        { request: { ...pasted, formBody: 1 } },
        { request: [] },
        { ...ours, claimedBaseString: {} },
      ]) {
        await explain(body, 400)
      }
      const wide = `${server.origin}${users}?${'a&'.repeat(3000)}`
      const { explained } = await explain({ request: { ...pasted, url: wide } })
      assert.match(explained.remarks.join(), /too long to try/)
      await explain({ request: { ...pasted, url: 'http://x\\y@z/%zz?%zz=%ff' } }, 400)
      await explain({ request: { ...pasted, url: `${server.origin}/%zz?%zz=%ff` } })
    })
  })
}
