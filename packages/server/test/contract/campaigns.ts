import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Campaign } from '#domain/campaigns/campaign.ts'
import type { Engagement } from '#domain/campaigns/engagement.ts'
import type { Announcement, Storage, Writes } from '#storage/port.ts'
import { type Contract, newAccount, now, randomId } from './contract.ts'

let lastId = 700

export function someCampaign(given: Partial<Campaign> = {}): Campaign {
  lastId += 1
  return {
    id: lastId,
    name: `campaign ${randomId()}`,
    description: 'ü😀',
    isPublished: true,
    startsAt: undefined,
    endsAt: now + 1,
    other: { goalId: 7, nested: { a: [null, '\u0000', '\ud800'] } },
    deleted: false,
    createdAt: now,
    updatedAt: now,
    revision: 1,
    ...given,
  }
}

export function someEngagement(campaignId: number, given: Partial<Engagement> = {}): Engagement {
  lastId += 1
  return {
    id: lastId,
    campaignId,
    name: `engagement ${randomId()}`,
    description: '',
    enabled: true,
    connectorId: 5,
    allowUnauthMsg: false,
    conversationType: 1,
    channel: 1,
    source: 0,
    skillId: undefined,
    language: undefined,
    weight: 0.5,
    windowId: '12',
    entryPoints: ['https://brand.example/*'],
    revision: 1,
    deleted: false,
    createdAt: now,
    updatedAt: now,
    carried: { type: 6, more: { text: '\u0000' } },
    ...given,
  }
}

const targetOf = ({ carried: _, ...target }: Engagement) => target

/** What a write answered; a transaction whose name was taken is given up, as its contract says. */
async function outcomeOf(storage: Storage, job: (tx: Writes) => Promise<string>): Promise<string> {
  let outcome = ''
  const run = storage.write(async (tx) => {
    outcome = await job(tx)
    if (outcome === 'name_taken') throw new Error('given up')
  })
  await run.catch((error: unknown) => assert.equal(Object(error).message, 'given up'))
  return outcome
}

/** Campaigns and engagements. */
export function testCampaigns({ storage, another }: Contract): void {
  describe('campaigns', () => {
    test('what is kept comes back, by id, and only to its account', async () => {
      const [accountId, other] = [await newAccount(storage()), await newAccount(storage())]
      const later = someCampaign({ id: 9_876_543_210, startsAt: now, endsAt: undefined })
      const first = someCampaign({ updatedAt: now + 5, revision: 7, isPublished: false })
      await storage().write(async (tx) => {
        assert.equal(await tx.campaigns.insert(accountId, later), 'inserted')
        assert.equal(await tx.campaigns.insert(accountId, first), 'inserted')
      })
      const { campaigns } = storage().read
      assert.deepEqual(await campaigns.list(accountId), [first, later])
      assert.deepEqual(await campaigns.find(accountId, first.id), first)
      const name = first.name.toUpperCase()
      assert.deepEqual(await campaigns.findByName(accountId, name), first)
      assert.equal(await campaigns.count(accountId), 2)
      assert.deepEqual(await campaigns.list(other), [])
      assert.equal(await campaigns.find(other, first.id), undefined)
      assert.equal(await campaigns.findByName(other, name), undefined)
      assert.equal(await campaigns.count(other), 0)
    })

    test('a name belongs to one live campaign, an id to one for ever', async () => {
      const accountId = await newAccount(storage())
      const insert = (one: Campaign) =>
        outcomeOf(storage(), (tx) => tx.campaigns.insert(accountId, one))
      const update = (one: Campaign) =>
        outcomeOf(storage(), (tx) => tx.campaigns.update(accountId, one))
      const first = someCampaign()
      const twin = someCampaign({ name: first.name })
      const other = someCampaign()
      assert.equal(await insert(first), 'inserted')
      assert.equal(await insert(twin), 'name_taken')
      assert.equal(await insert(someCampaign({ id: first.id })), 'exists')
      assert.equal(await insert(other), 'inserted')
      assert.equal(await update({ ...other, name: first.name }), 'name_taken')
      assert.equal(await update({ ...first, deleted: true }), 'updated')
      assert.equal(await storage().read.campaigns.count(accountId), 1)
      assert.equal((await storage().read.campaigns.find(accountId, first.id))?.deleted, true)
      assert.equal(await insert(twin), 'inserted')
      assert.equal(await insert(first), 'exists')
      assert.equal(await update(someCampaign()), 'not_found')
    })
  })

  describe('engagements', () => {
    test('what is kept comes back, by campaign, and only to its account', async () => {
      const [accountId, other] = [await newAccount(storage()), await newAccount(storage())]
      const first = someEngagement(1, { language: 'en-US', windowId: undefined, revision: 3 })
      const second = someEngagement(1, { skillId: 8, connectorId: undefined })
      const third = someEngagement(9_876_543_210, { id: 9_876_543_211, windowId: 4711 })
      await storage().write(async (tx) => {
        for (const one of [third, second, first]) {
          assert.equal(await tx.engagements.insert(accountId, one), 'inserted')
        }
      })
      const { engagements } = storage().read
      assert.deepEqual(await engagements.list(accountId, 1), [first, second])
      assert.deepEqual(await engagements.list(accountId, third.campaignId), [third])
      assert.deepEqual(await engagements.find(accountId, second.id), second)
      assert.deepEqual(await engagements.findByName(accountId, 1, first.name.toUpperCase()), first)
      assert.equal(await engagements.findByName(accountId, 2, first.name), undefined)
      assert.deepEqual(await engagements.targets(accountId), [first, second, third].map(targetOf))
      assert.deepEqual(
        await engagements.places(accountId),
        [first, second, third].map(({ id, campaignId }) => ({ id, campaignId })),
      )
      const users = (to: 'connector' | 'skill', id: number, whose = accountId) =>
        engagements.usersOf(whose, { to, id })
      assert.deepEqual(await users('connector', 5), [first, third].map(targetOf))
      assert.deepEqual(await users('skill', 8), [targetOf(second)])
      assert.deepEqual(await users('skill', 5), [])
      assert.deepEqual(await users('connector', 5, other), [])
      assert.deepEqual(await engagements.list(other, 1), [])
      assert.equal(await engagements.find(other, first.id), undefined)
      assert.deepEqual(await engagements.targets(other), [])
      assert.deepEqual(await engagements.places(other), [])
    })

    test('a name belongs to one live engagement of a campaign, an id to one for ever', async () => {
      const accountId = await newAccount(storage())
      const insert = (one: Engagement) =>
        outcomeOf(storage(), (tx) => tx.engagements.insert(accountId, one))
      const update = (one: Engagement) =>
        outcomeOf(storage(), (tx) => tx.engagements.update(accountId, one))
      const first = someEngagement(1)
      const twin = someEngagement(1, { name: first.name })
      const other = someEngagement(1)
      assert.equal(await insert(first), 'inserted')
      assert.equal(await insert(twin), 'name_taken')
      assert.equal(await insert(someEngagement(2, { name: first.name })), 'inserted')
      assert.equal(await insert(someEngagement(2, { id: first.id })), 'exists')
      assert.equal(await insert(other), 'inserted')
      assert.equal(await update({ ...other, name: first.name }), 'name_taken')
      assert.equal(await update({ ...first, deleted: true }), 'updated')
      const { engagements } = storage().read
      assert.deepEqual(
        (await engagements.list(accountId, 1)).map(({ id }) => id),
        [other.id],
      )
      assert.equal((await engagements.usersOf(accountId, { to: 'connector', id: 5 })).length, 2)
      assert.equal(await insert(twin), 'inserted')
      assert.equal(await insert(first), 'exists')
      assert.equal(await update(someEngagement(1)), 'not_found')
    })

    test('of two that take one name at once, one does', async () => {
      const accountId = await newAccount(storage())
      const storages = [storage(), await another()]
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          storages[index % 2]
            ?.write((tx) => tx.engagements.insert(accountId, someEngagement(1, { name: 'wanted' })))
            .catch(() => 'failed'),
        ),
      )
      assert.equal(outcomes.filter((outcome) => outcome === 'inserted').length, 1)
      assert.equal((await storage().read.engagements.places(accountId)).length, 1)
    })

    test('each change is announced, and they end with their account', async () => {
      const accountId = await newAccount(storage())
      const heard: Announcement[] = []
      storage().announcements.subscribe((one) => heard.push(one))
      const campaign = someCampaign()
      const engagement = someEngagement(campaign.id)
      await storage().write((tx) => tx.campaigns.insert(accountId, campaign))
      await storage().write((tx) => tx.campaigns.update(accountId, campaign))
      await storage().write((tx) => tx.engagements.insert(accountId, engagement))
      await storage().write((tx) => tx.engagements.update(accountId, engagement))
      const own = heard.filter((each) => each.about === 'account' && each.accountId === accountId)
      // Once by itself; PostgreSQL may deliver it to its sender a second time.
      assert.ok(own.length >= 4)
      await storage().write((tx) => tx.accounts.erase(accountId, now))
      assert.deepEqual(await storage().read.campaigns.list(accountId), [])
      assert.deepEqual(await storage().read.engagements.places(accountId), [])
    })
  })
}
