import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newEngagement } from './engagement.ts'
import { tellEngagement } from './tell-engagement.ts'

const names = { connectors: new Map([['4', 'Brand login']]), skills: new Map([['9', 'Orders']]) }
const told = (values: object) =>
  Object.fromEntries(tellEngagement({ ...newEngagement, ...values }, names))

test('an engagement is told as people would', () => {
  const one = told({
    ...{ name: 'For customers', connectorId: '4', skillId: '9', language: 'en', weight: 2 },
    entryPoints: 'sec://a\nsec://b',
  })
  assert.deepEqual(one, {
    Name: 'For customers',
    Description: '',
    For: 'consumers whom Brand login vouches for',
    Offers: 'messaging on the web',
    Where: 'sec://a\nsec://b',
    Language: 'en',
    Weight: '2',
    Skill: 'Orders',
    Shown: 'yes',
  })
})

test('what is not chosen, or is not known by name, is said as it is', () => {
  assert.equal(told({})['For'], 'consumers whom a connector that is not chosen yet vouches for')
  assert.equal(told({ allowUnauthMsg: 'yes' })['For'], 'everybody else')
  assert.equal(told({ connectorId: '77' })['For'], 'consumers whom No. 77 vouches for')
  const { Where, Language, Skill, Shown } = told({ skillId: '5', enabled: false, weight: '' })
  assert.deepEqual(
    [Where, Language, Skill, Shown],
    ['everywhere', 'every language', '5', 'no, switched off'],
  )
})
