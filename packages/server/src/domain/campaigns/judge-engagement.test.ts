import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { completeConfiguration } from '@watchword/protocol/api/connector-rules.ts'
import type { Campaign } from './campaign.ts'
import type { EngagementTarget } from './engagement.ts'
import { type Candidate, languageOf, selectEngagement, type Visit } from './judge-engagement.ts'

const now = Date.UTC(2026, 2, 1)
const issuer = 'https://www.brand.example'

const campaign: Campaign = {
  id: 1,
  name: 'Spring',
  description: '',
  isPublished: true,
  startsAt: undefined,
  endsAt: undefined,
  other: {},
  deleted: false,
  createdAt: 0,
  updatedAt: 0,
  revision: 1,
}

const engagement: EngagementTarget = {
  id: 10,
  campaignId: 1,
  name: 'Button',
  description: '',
  enabled: true,
  connectorId: 5,
  allowUnauthMsg: true,
  conversationType: 1,
  channel: 1,
  source: 0,
  skillId: undefined,
  language: undefined,
  weight: 0,
  windowId: undefined,
  entryPoints: [],
  revision: 1,
  deleted: false,
  createdAt: 0,
  updatedAt: 0,
}

const brand = {
  id: 6,
  name: 'Brand',
  configuration: completeConfiguration({ type: 1, given: { issuer }, key: undefined }, false),
}

const anonymous = (change: Partial<EngagementTarget> = {}, of: Partial<Campaign> = {}) => ({
  campaign: { ...campaign, ...of },
  engagement: { ...engagement, ...change },
  connector: undefined,
})
const authenticated = (change: Partial<EngagementTarget> = {}): Candidate => ({
  campaign,
  engagement: { ...engagement, id: 11, allowUnauthMsg: false, connectorId: 6, ...change },
  connector: brand,
})

const nobody: Visit = {
  identities: [],
  entryPoints: ['https://brand.example/shop'],
  language: undefined,
  channel: 1,
  now,
  allowsAnonymous: true,
}
const somebody: Visit = { ...nobody, identities: [{ acr: 'loa1', iss: issuer }] }

const shownOf = (candidates: readonly Candidate[], visit: Visit) =>
  selectEngagement(candidates, visit).shown?.engagement.id
const rulesOf = (candidate: Candidate, visit: Visit) =>
  selectEngagement([candidate], visit).others.flatMap(({ reasons }) =>
    reasons.map(({ rule }) => rule),
  )

describe('contract 3 section 11: the selection rule', () => {
  test('an identity with acr loa1 gets authenticated engagements, all others unauthenticated ones', () => {
    const both = [anonymous(), authenticated()]
    assert.equal(shownOf(both, nobody), 10)
    assert.equal(shownOf(both, somebody), 11)
    assert.equal(shownOf(both, { ...nobody, identities: [{ acr: '0', iss: 'x' }] }), 10)
    const together = [{ acr: '0' }, { acr: 'loa1', iss: issuer }] as const
    assert.equal(shownOf(both, { ...nobody, identities: together }), 11, 'section 10.1: both sent')
    assert.deepEqual(rulesOf(authenticated(), nobody), ['needs_identity'])
    assert.deepEqual(rulesOf(anonymous(), somebody), ['for_anonymous'])
    assert.deepEqual(rulesOf(anonymous(), { ...nobody, allowsAnonymous: false }), ['anonymous_off'])
    assert.equal(shownOf(both, { ...somebody, allowsAnonymous: false }), 11)
    assert.equal(shownOf([], nobody), undefined)
  })

  test('the issuer of the identity is that of the connector; without one it may be any', () => {
    const other = { ...somebody, identities: [{ acr: 'loa1', iss: `${issuer}/` }] as const }
    assert.deepEqual(rulesOf(authenticated(), other), ['other_issuer'])
    const unnamed = { ...somebody, identities: [{ acr: 'loa1' }] as const }
    assert.equal(shownOf([authenticated()], unnamed), 11)
  })

  test('a campaign is published, has begun and is not over', () => {
    assert.deepEqual(rulesOf(anonymous({}, { isPublished: false }), nobody), ['campaign_draft'])
    assert.deepEqual(rulesOf(anonymous({}, { startsAt: now + 1 }), nobody), ['campaign_not_begun'])
    assert.deepEqual(rulesOf(anonymous({}, { endsAt: now }), nobody), ['campaign_over'])
    assert.equal(shownOf([anonymous({}, { startsAt: now, endsAt: now + 1 })], nobody), 10)
  })

  test('an engagement is switched on, of the channel, of the language, and in place', () => {
    assert.deepEqual(rulesOf(anonymous({ enabled: false }), nobody), ['disabled'])
    assert.deepEqual(rulesOf(anonymous({ channel: 2 }), nobody), ['other_channel'])
    assert.equal(shownOf([anonymous({ channel: 2 })], { ...nobody, channel: undefined }), 10)
    const english = anonymous({ language: 'en-US' })
    assert.equal(shownOf([english], nobody), 10, 'no language told: of every one')
    assert.equal(shownOf([english], { ...nobody, language: 'en' }), 10)
    assert.deepEqual(rulesOf(english, { ...nobody, language: 'de' }), ['other_language'])
    assert.equal(shownOf([anonymous()], { ...nobody, language: 'de' }), 10)
    const inEntryPoint = { ...nobody, entryPoints: ['sec://shop', 'lang://de'] }
    assert.equal(languageOf(inEntryPoint), 'de')
    assert.deepEqual(rulesOf(english, inEntryPoint), ['other_language'])
    assert.equal(languageOf({ ...inEntryPoint, language: 'fr' }), 'fr')
    const shop = anonymous({ entryPoints: ['sec://home', 'https://brand.example/shop*'] })
    assert.equal(shownOf([shop], nobody), 10)
    assert.deepEqual(rulesOf(shop, { ...nobody, entryPoints: [] }), ['other_place'])
  })

  test('of several that fit the heaviest is shown, of equals the oldest; every reason is told', () => {
    const candidates = [
      anonymous({ id: 30, weight: 0.5 }),
      anonymous({ id: 20, weight: 0.5 }),
      anonymous({ id: 10, weight: 0.25 }),
      anonymous({ id: 40, weight: 9, enabled: false, channel: 2 }, { isPublished: false }),
      authenticated({ id: 50, weight: 9 }),
    ]
    const { shown, others } = selectEngagement(candidates, nobody)
    assert.equal(shown?.engagement.id, 20)
    assert.deepEqual(
      others.map(({ candidate, reasons }) => [
        candidate.engagement.id,
        reasons.map(({ rule }) => rule).join(),
      ]),
      [
        [30, 'outweighed'],
        [10, 'outweighed'],
        [50, 'needs_identity'],
        [40, 'campaign_draft,disabled,other_channel'],
      ],
    )
    const messages = others.flatMap(({ reasons }) => reasons.map(({ message }) => message))
    assert.match(messages[0] ?? '', /has as much weight and is older/)
    assert.match(messages[1] ?? '', /has more weight: 0\.5 to 0\.25/)
  })

  test('a thousand engagements with all their entry points are judged at once', () => {
    const entryPoints = Array.from({ length: 20 }, (_, at) => `https://brand.example/${at}/x*`)
    const many = Array.from({ length: 1000 }, (_, id) => anonymous({ id, entryPoints }))
    const told = Array.from({ length: 50 }, () => `https://brand.example/${'y'.repeat(2000)}`)
    const begun = performance.now()
    assert.equal(shownOf(many, { ...nobody, entryPoints: told }), undefined)
    assert.ok(performance.now() - begun < 1000)
  })
})
