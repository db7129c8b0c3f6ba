import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Grant } from '#domain/authorization/grant.ts'
import type { Announcement, Storage } from '#storage/port.ts'
import { type Contract, newAccount, now } from './contract.ts'
import {
  day,
  hash,
  someAccessToken,
  someCode,
  someGrant,
  someRefreshToken,
} from './some-authorization.ts'

/** Codes, grants, tokens, assertions: spent once, ended together, and dropped when they have expired. */
export function testAuthorization(contract: Contract): void {
  testCodes(contract)
  testGrants(contract)
  testTokens(contract)
  testAssertions(contract)
}

function testCodes({ storage, another, fresh }: Contract): void {
  describe('authorization codes', () => {
    test('a code is found in its account alone', async () => {
      const accountId = await newAccount(storage())
      const other = await newAccount(storage())
      const code = someCode(accountId, { acr: 'x', nonce: 'n', claims: '{}', amr: [] })
      const bare = someCode(accountId, { codeChallenge: undefined, redirectUriSent: false })
      await storage().write(async (tx) => {
        await tx.codes.insert(code)
        await tx.codes.insert(bare)
      })
      const { codes } = storage().read
      assert.deepEqual(await codes.find(accountId, code.codeHash), code)
      assert.deepEqual(await codes.find(accountId, bare.codeHash), bare)
      assert.equal(await codes.find(other, code.codeHash), undefined)
      const foreign = await storage().write((tx) => tx.codes.spend(other, code.codeHash, now))
      assert.equal(foreign, 'unknown')
    })

    test('of two processes that spend one code at once exactly one gets it, 100 times of 100', async () => {
      const accountId = await newAccount(storage())
      const two = [storage(), await another()]
      for (let round = 0; round < 100; round += 1) {
        const code = someCode(accountId)
        await storage().write((tx) => tx.codes.insert(code))
        const outcomes = await Promise.all(
          two.map((one) => one.write((tx) => tx.codes.spend(accountId, code.codeHash, now))),
        )
        assert.deepEqual(outcomes.sort(), ['already_spent', 'spent'])
      }
      const unknown = await storage().write((tx) => tx.codes.spend(accountId, 'none', now))
      assert.equal(unknown, 'unknown')
    })

    test('codes that have long expired are dropped as others come', async () => {
      const own = await (await fresh()).open()
      const accountId = await newAccount(own)
      const old = Array.from({ length: 20 }, () => someCode(accountId, { expiresAt: now - day }))
      const recent = someCode(accountId, { expiresAt: now - 60_000 })
      await own.write(async (tx) => {
        for (const code of [...old, recent]) await tx.codes.insert({ ...code, issuedAt: now - day })
      })
      for (let added = 0; added < 16; added += 1) {
        await own.write((tx) => tx.codes.insert(someCode(accountId)))
      }
      const left = await Promise.all(
        old.map((code) => own.read.codes.find(accountId, code.codeHash)),
      )
      assert.deepEqual(left.filter(Boolean), [])
      // A replay of a code must be known for one for a while after its end.
      assert.ok(await own.read.codes.find(accountId, recent.codeHash))
    })
  })
}

function testGrants({ storage, another, fresh }: Contract): void {
  describe('grants', () => {
    test('a grant is found and listed by user and client, newest first, while it lives', async () => {
      const accountId = await newAccount(storage())
      const [first, second, third, over] = [
        someGrant(accountId, { createdAt: now - 3 }),
        someGrant(accountId, { createdAt: now - 2, clientId: 'other', nonce: undefined }),
        someGrant(accountId, { createdAt: now - 1, userId: 2, claims: undefined }),
        someGrant(accountId, { expiresAt: now }),
      ]
      await insertGrants(storage(), [first, second, third, over])
      const { grants } = storage().read
      assert.deepEqual(await grants.find(accountId, second.id), second)
      assert.equal(await grants.find(await newAccount(storage()), second.id), undefined)
      assert.deepEqual(await grants.list(accountId, now), [third, second, first])
      assert.deepEqual(await grants.list(accountId, now, { userId: 1 }), [second, first])
      const both = { userId: 1, clientId: 'client' }
      assert.deepEqual(await grants.list(accountId, now, both), [first])
    })

    test('the last use of an application is that of its live grants', async () => {
      const [mine, other] = [await newAccount(storage()), await newAccount(storage())]
      const grants = [
        someGrant(mine, { clientId: 'a', lastUsedAt: now + 5 }),
        someGrant(mine, { clientId: 'a', lastUsedAt: now + 9 }),
        someGrant(mine, { clientId: 'b', lastUsedAt: now + 1 }),
        someGrant(mine, { clientId: 'b', lastUsedAt: now + 7, expiresAt: now + 10 }),
        someGrant(other, { clientId: 'c' }),
      ]
      await storage().write(async (tx) => {
        for (const grant of grants) await tx.grants.insert(grant)
      })
      const uses = await storage().read.grants.lastUses(mine, now + 10)
      assert.deepEqual(
        uses.toSorted((one, two) => one.clientId.localeCompare(two.clientId)),
        [
          { clientId: 'a', at: now + 9 },
          { clientId: 'b', at: now + 1 },
        ],
      )
    })

    test('touch moves the end, and tells of a grant that is gone', async () => {
      const accountId = await newAccount(storage())
      const grant = someGrant(accountId)
      await insertGrants(storage(), [grant])
      const touch = (grantId: string) =>
        storage().write((tx) => tx.grants.touch(accountId, grantId, now + 5, now + 31 * day))
      assert.equal(await touch(grant.id), true)
      assert.equal(await touch('none'), false)
      assert.deepEqual(await storage().read.grants.find(accountId, grant.id), {
        ...grant,
        lastUsedAt: now + 5,
        expiresAt: now + 31 * day,
      })
    })

    test('a revocation takes all tokens of the grant along, is announced, and happens once', async () => {
      const accountId = await newAccount(storage())
      const [grant, neighbour] = [someGrant(accountId), someGrant(accountId)]
      await insertGrants(storage(), [grant, neighbour])
      const tokens = [grant, neighbour].map((one) => ({
        refresh: someRefreshToken(one),
        access: someAccessToken(accountId, { grantId: one.id, userId: 1 }),
      }))
      await storage().write(async (tx) => {
        for (const { refresh, access } of tokens) {
          await tx.refreshTokens.insert(refresh)
          await tx.accessTokens.insert(access)
        }
      })
      const told: Announcement[] = []
      storage().announcements.subscribe((one) => told.push(one))
      const revoke = () => storage().write((tx) => tx.grants.revoke(accountId, grant.id))
      assert.deepEqual((await Promise.all([revoke(), revoke()])).sort(), [false, true])
      assert.ok(told.some((one) => one.about === 'account' && one.accountId === accountId))
      const { read } = storage()
      const alive = await Promise.all(
        tokens.map(async ({ refresh, access }) => [
          (await read.refreshTokens.find(refresh)) !== undefined,
          (await read.accessTokens.findByToken(access.tokenHash)) !== undefined,
        ]),
      )
      assert.deepEqual(alive, [
        [false, false],
        [true, true],
      ])
    })

    test('those of a user, a client or a browser session end together, with codes that wait', async () => {
      const accountId = await newAccount(storage())
      const offline = { scope: 'openid offline_access' }
      const grants = {
        ofUser: someGrant(accountId, { userId: 7 }),
        ofClient: someGrant(accountId, { clientId: 'c7' }),
        ofSession: someGrant(accountId, { browserSessionId: 's7' }),
        offline: someGrant(accountId, { browserSessionId: 's7', ...offline }),
        other: someGrant(accountId),
      }
      await insertGrants(storage(), Object.values(grants))
      const [ofUser, ofClient, ofSession, offline7] = [
        someCode(accountId, { userId: 7 }),
        someCode(accountId, { clientId: 'c7' }),
        someCode(accountId, { browserSessionId: 's7' }),
        someCode(accountId, { browserSessionId: 's7', ...offline }),
      ]
      // Scopes that an application may have, and that are not the one.
      const alike = ['offline-access', 'OFFLINE_ACCESS', 'x:offline_access', 'offline_access2'].map(
        (scope) => someCode(accountId, { browserSessionId: 's7', scope: `openid ${scope}` }),
      )
      const own = someAccessToken(accountId, { clientId: 'c7' })
      await storage().write(async (tx) => {
        for (const code of [ofUser, ofClient, ofSession, offline7, ...alike]) {
          await tx.codes.insert(code)
        }
        await tx.accessTokens.insert(own)
      })
      const revoked = await storage().write(async (tx) => [
        await tx.grants.revokeOfUser(accountId, 7),
        await tx.grants.revokeOfClient(accountId, 'c7'),
        await tx.grants.revokeOfBrowserSession(accountId, 's7'),
        await tx.grants.revokeOfUser(accountId, 99),
      ])
      assert.deepEqual(revoked, [
        [grants.ofUser.id],
        [grants.ofClient.id],
        [grants.ofSession.id],
        [],
      ])
      const { read } = storage()
      const left = (await read.grants.list(accountId, now)).map((grant) => grant.id)
      assert.deepEqual(left.sort(), [grants.offline.id, grants.other.id].sort())
      assert.equal(await read.codes.find(accountId, ofUser.codeHash), undefined)
      assert.equal(await read.codes.find(accountId, ofClient.codeHash), undefined)
      assert.equal(await read.codes.find(accountId, ofSession.codeHash), undefined)
      for (const { codeHash, scope } of alike) {
        assert.equal(await read.codes.find(accountId, codeHash), undefined, scope)
      }
      assert.ok(await read.codes.find(accountId, offline7.codeHash))
      assert.equal(await read.accessTokens.findByToken(own.tokenHash), undefined)
    })

    test('a refresh and a revocation at once leave no token of a grant that is gone', async () => {
      const accountId = await newAccount(storage())
      const elsewhere = await another()
      for (let round = 0; round < 50; round += 1) {
        const grant = someGrant(accountId)
        const first = someRefreshToken(grant)
        const next = someRefreshToken(grant)
        await storage().write(async (tx) => {
          await tx.grants.insert(grant)
          await tx.refreshTokens.insert(first)
        })
        await Promise.all([
          storage().write(async (tx) => {
            if (!(await tx.grants.touch(accountId, grant.id, now, now + day))) return
            await tx.refreshTokens.spend(first, now)
            await tx.refreshTokens.insert(next)
          }),
          elsewhere.write((tx) => tx.grants.revoke(accountId, grant.id)),
        ])
        const { read } = elsewhere
        assert.equal(await read.grants.find(accountId, grant.id), undefined)
        assert.equal(await read.refreshTokens.find(next), undefined)
      }
    })

    test('grants that have expired are dropped with their tokens as others come', async () => {
      const own = await (await fresh()).open()
      const accountId = await newAccount(own)
      const old = Array.from({ length: 10 }, () => someGrant(accountId, { expiresAt: now - 1 }))
      const refresh = old.map((grant) => someRefreshToken(grant))
      await own.write(async (tx) => {
        for (const grant of old) await tx.grants.insert({ ...grant, createdAt: now - day })
        for (const token of refresh) await tx.refreshTokens.insert(token)
      })
      await insertGrants(
        own,
        Array.from({ length: 16 }, () => someGrant(accountId)),
      )
      const left = await Promise.all([
        ...old.map((grant) => own.read.grants.find(accountId, grant.id)),
        ...refresh.map((token) => own.read.refreshTokens.find(token)),
      ])
      assert.deepEqual(left.filter(Boolean), [])
    })
  })
}

function testTokens({ storage, another, fresh }: Contract): void {
  describe('tokens', () => {
    test('an access token finds out its account, and its end is announced', async () => {
      const accountId = await newAccount(storage())
      const token = someAccessToken(accountId, { face: 'sentinel', grantId: 'g', userId: 1 })
      await storage().write((tx) => tx.accessTokens.insert(token))
      assert.deepEqual(await storage().read.accessTokens.findByToken(token.tokenHash), token)
      const told: Announcement[] = []
      storage().announcements.subscribe((one) => told.push(one))
      const remove = (of: AccountId) =>
        storage().write((tx) => tx.accessTokens.remove(of, token.tokenHash))
      assert.equal(await remove(await newAccount(storage())), false)
      assert.equal(await remove(accountId), true)
      assert.equal(await remove(accountId), false)
      const ended = told.flatMap((one) => (one.about === 'session' ? [one.tokenHash] : []))
      assert.deepEqual(new Set(ended), new Set([token.tokenHash]))
    })

    test('a refresh token is found with its grant, and only by that', async () => {
      const accountId = await newAccount(storage())
      const [grant, other] = [someGrant(accountId), someGrant(accountId, { claims: '{}' })]
      const token = someRefreshToken(grant)
      await insertGrants(storage(), [grant, other])
      await storage().write((tx) => tx.refreshTokens.insert(token))
      const { refreshTokens } = storage().read
      assert.deepEqual(await refreshTokens.findWithGrant(token), { grant, token })
      const ofOther = { ...token, grantId: other.id }
      assert.deepEqual(await refreshTokens.findWithGrant(ofOther), {
        grant: other,
        token: undefined,
      })
      assert.equal(await refreshTokens.find(ofOther), undefined)
      const elsewhere = { ...token, accountId: await newAccount(storage()) }
      for (const key of [elsewhere, { ...token, grantId: 'none' }]) {
        assert.equal(await refreshTokens.findWithGrant(key), undefined)
        assert.equal(await storage().write((tx) => tx.refreshTokens.spend(key, now)), false)
      }
      assert.equal(await storage().write((tx) => tx.refreshTokens.spend(ofOther, now)), false)
      const spent = { ...token, spentAt: now }
      assert.equal(await storage().write((tx) => tx.refreshTokens.spend(token, now)), true)
      assert.deepEqual(await refreshTokens.findWithGrant(token), { grant, token: spent })
    })

    test('of two that spend a refresh token at once exactly one succeeds', async () => {
      const accountId = await newAccount(storage())
      const two = [storage(), await another()]
      for (let round = 0; round < 50; round += 1) {
        const grant = someGrant(accountId)
        const token = someRefreshToken(grant)
        await storage().write(async (tx) => {
          await tx.grants.insert(grant)
          await tx.refreshTokens.insert(token)
        })
        const outcomes = await Promise.all(
          two.map((one) => one.write((tx) => tx.refreshTokens.spend(token, now))),
        )
        assert.deepEqual(outcomes.toSorted(), [false, true])
        const kept = await storage().read.refreshTokens.find(token)
        assert.equal(kept?.spentAt, now)
      }
    })

    test('a grant has two refresh tokens at most, however often it is refreshed', async () => {
      const accountId = await newAccount(storage())
      const grant = someGrant(accountId)
      const chain = Array.from({ length: 6 }, () => someRefreshToken(grant))
      await insertGrants(storage(), [grant])
      await storage().write((tx) => tx.refreshTokens.insert(chain[0] ?? someRefreshToken(grant)))
      for (const [index, token] of chain.slice(0, -1).entries()) {
        const successor = chain[index + 1] ?? token
        await storage().write(async (tx) => {
          await tx.refreshTokens.spend(token, now)
          await tx.refreshTokens.insert(successor)
        })
      }
      const left = await Promise.all(chain.map((token) => storage().read.refreshTokens.find(token)))
      assert.deepEqual(
        left.map((token) => token !== undefined),
        [false, false, false, false, true, true],
      )
    })

    test('after an hour of churn the table is as large as after one token lifetime', async () => {
      const own = await (await fresh()).open()
      const accountId = await newAccount(own)
      const hashes: string[] = []
      for (let minute = 0; minute < 180; minute += 1) {
        const createdAt = now + minute * 60_000
        const token = someAccessToken(accountId, { createdAt, expiresAt: createdAt + 600_000 })
        hashes.push(token.tokenHash)
        await own.write((tx) => tx.accessTokens.insert(token))
      }
      const rows = await Promise.all(hashes.map((each) => own.read.accessTokens.findByToken(each)))
      const kept = rows.filter(Boolean).length
      assert.ok(kept >= 10 && kept <= 20, `${kept} rows are left`)
    })
  })
}

function testAssertions({ storage, another }: Contract): void {
  test('an assertion of a client is claimed once, by one of two processes, in each account', async () => {
    const [accountId, other] = [await newAccount(storage()), await newAccount(storage())]
    const two = [storage(), await another()]
    for (let round = 0; round < 20; round += 1) {
      const assertion = { hash: hash(), expiresAt: now + 60_000, now }
      const claims = await Promise.all(
        two.map((one) => one.write((tx) => tx.clientAssertions.claim(accountId, assertion))),
      )
      assert.deepEqual(claims.sort(), [false, true])
      const { clientAssertions } = storage().read
      assert.equal(await clientAssertions.isClaimed(accountId, assertion.hash), true)
      assert.equal(await clientAssertions.isClaimed(other, assertion.hash), false)
      assert.equal(await storage().write((tx) => tx.clientAssertions.claim(other, assertion)), true)
    }
  })
}

function insertGrants(storage: Storage, grants: readonly Grant[]): Promise<void> {
  return storage.write(async (tx) => {
    for (const grant of grants) await tx.grants.insert(grant)
  })
}
