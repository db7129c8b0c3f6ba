import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StoredSigningKey } from '#domain/signing-keys/signing-key.ts'
import type { KeyOwner } from '#domain/signing-keys/signing-keys.ts'
import type { Announcement } from '#storage/port.ts'
import { type Contract, hour, newAccount, now, randomId } from './contract.ts'

function someKey(given: Partial<StoredSigningKey> = {}): StoredSigningKey {
  const kid = `issuer-${randomId()}`
  return {
    kid,
    purpose: 'issuer',
    algorithm: 'ES256',
    createdAt: now,
    signsFrom: now,
    signsUntil: undefined,
    neededUntil: 0,
    publicJwk: { kty: 'EC', kid, alg: 'ES256', use: 'sig', x: 'x', y: 'y' },
    sealedPrivateKey: `sealed ${kid}`,
    ...given,
  }
}

const due = {
  rotating: [
    { purpose: 'issuer', signsBefore: now - 1 },
    { purpose: 'idtoken', signsBefore: now - hour },
  ],
  neededBefore: now - 1,
} as const

/** Keys that tokens are signed with: of accounts, and of the instance. */
export function testSigningKeys({ storage, another, fresh }: Contract): void {
  const newOwner = async (): Promise<KeyOwner> => ({
    kind: 'account',
    accountId: await newAccount(storage()),
  })
  const everyZone: KeyOwner = { kind: 'zone', zone: 'local' }

  describe('signing keys', () => {
    test('what is kept comes back, by when it begins to sign, and only to its owner', async () => {
      const [owner, other] = [await newOwner(), await newOwner()]
      const first = someKey({ neededUntil: 5 })
      const next = someKey({ signsFrom: now + hour })
      await storage().write(async (tx) => {
        assert.equal(await tx.signingKeys.insert(owner, first), 'inserted')
        assert.equal(await tx.signingKeys.succeed(owner, first.kid, next), true)
      })
      const { read } = storage()
      assert.deepEqual(await read.signingKeys.list(owner), [
        { ...first, signsUntil: now + hour },
        next,
      ])
      assert.deepEqual(await read.signingKeys.list(other), [])
    })

    test('the keys of the instance are nobody’s, whatever zone is named', async () => {
      const database = await fresh()
      const own = await database.open()
      const accountId = await newAccount(own)
      const key = someKey({ purpose: 'appjwt', algorithm: 'RS256' })
      await own.write((tx) => tx.signingKeys.insert(everyZone, key))
      assert.deepEqual(await own.read.signingKeys.list({ kind: 'zone', zone: 'other' }), [key])
      assert.deepEqual(await own.read.signingKeys.list({ kind: 'account', accountId }), [])
      assert.equal(
        await own.write((tx) =>
          tx.signingKeys.keepUntil({ kind: 'account', accountId }, key.kid, 1),
        ),
        false,
      )
    })

    test('of two first keys of a line one is kept; other lines are not in its way', async () => {
      const owner = await newOwner()
      const elsewhere = await another()
      const keys = Array.from({ length: 8 }, () => someKey())
      const outcomes = await Promise.all(
        keys.map((key, index) =>
          (index % 2 === 0 ? storage() : elsewhere).write((tx) =>
            tx.signingKeys.insert(owner, key),
          ),
        ),
      )
      assert.equal(outcomes.filter((outcome) => outcome === 'inserted').length, 1)
      const rsa = someKey({ algorithm: 'RS256' })
      assert.equal(await storage().write((tx) => tx.signingKeys.insert(owner, rsa)), 'inserted')
      assert.equal((await storage().read.signingKeys.list(owner)).length, 2)
    })

    test('of two successors of a key one is kept', async () => {
      const owner = await newOwner()
      const elsewhere = await another()
      const first = someKey()
      await storage().write((tx) => tx.signingKeys.insert(owner, first))
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          (index % 2 === 0 ? storage() : elsewhere).write((tx) =>
            tx.signingKeys.succeed(owner, first.kid, someKey({ signsFrom: now + hour + index })),
          ),
        ),
      )
      assert.equal(outcomes.filter(Boolean).length, 1)
      const [kept, next, ...others] = await storage().read.signingKeys.list(owner)
      assert.equal(kept?.signsUntil, next?.signsFrom)
      assert.deepEqual(others, [])
      const missing = await storage().write((tx) =>
        tx.signingKeys.succeed(owner, 'none', someKey()),
      )
      assert.equal(missing, false)
    })

    test('a successor is hastened, but never held back', async () => {
      const owner = await newOwner()
      const [first, next] = [someKey(), someKey({ signsFrom: now + hour })]
      const pair = { kid: first.kid, successor: next.kid }
      await storage().write(async (tx) => {
        await tx.signingKeys.insert(owner, first)
        await tx.signingKeys.succeed(owner, first.kid, next)
      })
      const hasten = (at: number) => storage().write((tx) => tx.signingKeys.hasten(owner, pair, at))
      assert.equal(await hasten(now + 1), true)
      assert.equal(await hasten(now + 2), false)
      const keys = await storage().read.signingKeys.list(owner)
      assert.deepEqual([keys[0]?.signsUntil, keys[1]?.signsFrom], [now + 1, now + 1])
    })

    test('a key is kept for as long as anybody said, and not retired before', async () => {
      const owner = await newOwner()
      const [first, next] = [someKey(), someKey({ signsFrom: now + 1 })]
      const keep = (until: number) =>
        storage().write((tx) => tx.signingKeys.keepUntil(owner, first.kid, until))
      const retire = (signsUntilBefore: number, neededBefore?: number) =>
        storage().write((tx) =>
          tx.signingKeys.retire(owner, first.kid, { signsUntilBefore, neededBefore }),
        )
      await storage().write((tx) => tx.signingKeys.insert(owner, first))
      assert.equal(await retire(now + hour, now + hour), false, 'it has no successor')
      await storage().write((tx) => tx.signingKeys.succeed(owner, first.kid, next))
      assert.equal(await keep(now + 50), true)
      assert.equal(await keep(now + 20), true)
      assert.equal((await storage().read.signingKeys.list(owner))[0]?.neededUntil, now + 50)
      assert.equal(await retire(now, now + 60), false, 'it signs until later')
      assert.equal(await retire(now + 1, now + 49), false, 'tokens need it')
      assert.equal(await retire(now + 1, now + 50), true)
      assert.equal(await retire(now + 1, now + 50), false)
      assert.equal(await keep(now + 60), false, 'nobody signs with it any more')
      assert.equal((await storage().read.signingKeys.list(owner)).length, 1)
    })

    test('a key that must go is retired although tokens need it', async () => {
      const owner = await newOwner()
      const [first, next] = [someKey({ neededUntil: now + hour }), someKey({ signsFrom: now })]
      await storage().write(async (tx) => {
        await tx.signingKeys.insert(owner, first)
        await tx.signingKeys.succeed(owner, first.kid, next)
      })
      const at = { signsUntilBefore: now, neededBefore: undefined }
      assert.equal(await storage().write((tx) => tx.signingKeys.retire(owner, first.kid, at)), true)
    })

    test('owners are due when a key is old, or one is not needed any more; and only then', async () => {
      const database = await fresh()
      const own = await database.open()
      const ownerOf = async () => ({ kind: 'account', accountId: await newAccount(own) }) as const
      const [young, old, spent, needed] = [
        await ownerOf(),
        await ownerOf(),
        await ownerOf(),
        await ownerOf(),
      ]
      await own.write(async (tx) => {
        await tx.signingKeys.insert(young, someKey())
        await tx.signingKeys.insert(old, someKey({ signsFrom: now - 2 }))
        const appJwt = someKey({ purpose: 'appjwt', algorithm: 'RS256', signsFrom: 1 })
        await tx.signingKeys.insert(everyZone, appJwt)
        for (const [owner, neededUntil] of [
          [spent, now - 2],
          [needed, now + 2],
        ] as const) {
          const first = someKey({ signsFrom: now - 3, neededUntil })
          await tx.signingKeys.insert(owner, first)
          await tx.signingKeys.succeed(owner, first.kid, someKey({ signsFrom: now }))
        }
      })
      const found = async (limit = 100) =>
        new Set(
          (await own.read.signingKeys.dueOwners(now, due, limit)).map((owner) =>
            owner.kind === 'account' ? owner.accountId : 'instance',
          ),
        )
      assert.deepEqual(await found(), new Set([old.accountId, spent.accountId]))
      assert.equal((await found(1)).size, 1)
      const rsa = { purpose: 'idtoken', algorithm: 'RS256' } as const
      const idToken = someKey({ ...rsa, signsFrom: now - hour + 1 })
      await own.write((tx) => tx.signingKeys.insert(everyZone, idToken))
      assert.ok(!(await found()).has('instance'), 'each purpose has a time of its own')
      await own.write((tx) =>
        tx.signingKeys.succeed(everyZone, idToken.kid, someKey({ ...rsa, signsFrom: now - hour })),
      )
      assert.ok((await found()).has('instance'))
    })

    test('every process is told when keys change: of the account, or of everything', async () => {
      const owner = await newOwner()
      const heard: Announcement[] = []
      storage().announcements.subscribe((announcement) => heard.push(announcement))
      const accountId = owner.kind === 'account' ? owner.accountId : ''
      const key = someKey()
      await storage().write((tx) => tx.signingKeys.insert(owner, key))
      const ofAccount = () =>
        heard.filter((one) => one.about === 'account' && one.accountId === accountId).length
      assert.ok(ofAccount() >= 1)
      await storage().write((tx) =>
        tx.signingKeys.succeed(owner, key.kid, someKey({ signsFrom: now })),
      )
      assert.ok(ofAccount() >= 2)
      const when = { signsUntilBefore: now, neededBefore: undefined }
      await storage().write((tx) => tx.signingKeys.retire(owner, key.kid, when))
      assert.ok(ofAccount() >= 3)
      const ofZone = someKey({ purpose: 'idtoken', algorithm: 'RS256' })
      await storage().write((tx) => tx.signingKeys.insert(everyZone, ofZone))
      assert.ok(heard.some(({ about }) => about === 'everything'))
    })

    test('keys are erased with their account', async () => {
      const owner = await newOwner()
      if (owner.kind !== 'account') throw new Error('not an account')
      await storage().write((tx) => tx.signingKeys.insert(owner, someKey()))
      await storage().write((tx) => tx.accounts.erase(owner.accountId, now))
      assert.deepEqual(await storage().read.signingKeys.list(owner), [])
      await assert.rejects(storage().write((tx) => tx.signingKeys.insert(owner, someKey())))
    })
  })
}
