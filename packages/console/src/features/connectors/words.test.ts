import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { tokenMistakes } from '@watchword/protocol/consumers/recognise-token.ts'
import { debuggerWords } from './debugger-messages.ts'
import { fields } from './fields.ts'
import { stepsOf } from './flow.ts'
import { flowWords } from './flow-messages.ts'
import { formWords } from './form-messages.ts'
import { type ConnectorValues, newValues } from './form-values.ts'
import { issuerLine } from './issuer-line.ts'
import { methods } from './method.ts'
import { someConnector } from './some-connector.ts'
import { tellValues } from './tell-values.ts'

const values = (set: Partial<ConnectorValues>): ConnectorValues => ({ ...newValues, ...set })

describe('words', () => {
  test('every choice of the form is called by a word of ours, not by its value', () => {
    for (const field of fields) {
      for (const option of 'options' in field ? field.options : []) {
        if (field.name === 'algorithms') continue
        assert.ok(Object.hasOwn(formWords.options, option), `${field.name} ${option}`)
      }
    }
  })

  test('every step of every way is told', () => {
    for (const method of methods) {
      for (const jwtValidationType of ['DISCOVERY', 'PUBLIC_JWT_KEY'] as const) {
        for (const delegationEnabled of [true, false]) {
          const steps = stepsOf(values({ method, jwtValidationType, delegationEnabled }))
          for (const { name } of steps) assert.ok(flowWords.steps[name].length > 10, name)
        }
      }
    }
  })

  test('whatever the server takes a paste for has a name', () => {
    for (const kind of Object.keys(tokenMistakes)) {
      assert.ok(Object.hasOwn(debuggerWords.kinds, kind), kind)
    }
  })

  test('two labels of one form are never alike', () => {
    for (const method of methods) {
      const seen = fields.filter((field) => field.matters(values({ method })))
      const labels = seen.map(({ name }) => formWords.fields[name].label)
      assert.equal(new Set(labels).size, labels.length, labels.join())
    }
  })
})

describe('a connector in words, for the choice between two versions', () => {
  const told = (set: Partial<ConnectorValues>) => new Map(tellValues(values(set)))

  test('what matters for the method, each by its label', () => {
    const words = told({ name: 'Brand', method: 'implicit', scopes: ['a', 'b'] })
    assert.equal(words.get('Name'), 'Brand')
    assert.equal(words.get('Method'), 'Implicit')
    assert.equal(words.get('Scopes'), 'a, b')
    assert.equal(words.get('Where we find its keys'), 'Discovery')
    assert.equal(words.get('Clock tolerance'), '60')
    assert.equal(words.get('Preferred'), 'no')
    assert.ok(!words.has('Token endpoint'))
  })

  test('pairs and tried rules are readable, and empty ones are empty', () => {
    const words = told({
      claimMapping: [{ name: 'ctmrinfo.ctype', value: 'tier' }],
      reportOnly: { encryptionRequired: true },
    })
    assert.equal(words.get('Attributes from your own claims'), 'ctmrinfo.ctype = tier')
    assert.equal(words.get('Stricter rules'), '{"encryptionRequired":true}')
    assert.equal(told({}).get('Stricter rules'), '')
    assert.equal(told({}).get('Further parameters'), '')
  })

  test('the secret is never among them', () => {
    for (const method of methods) {
      const all = tellValues(values({ method, clientSecret: 'hush' }))
      assert.ok(!JSON.stringify(all).includes('hush'), method)
    }
  })
})

describe('who vouches, in a line', () => {
  test('the issuer, and how people call it', () => {
    assert.equal(issuerLine(someConnector(1)), 'https://login.example')
    const named = someConnector(1, { issuerDisplayName: 'Brand' })
    assert.equal(issuerLine(named), 'Brand · https://login.example')
  })

  test('nobody, in two ways', () => {
    const nobody = { issuer: null }
    assert.match(issuerLine(someConnector(0, nobody)), /^Nobody/)
    const bots = { ...nobody, jwtPublicKey: 'CONSUMER_DELEGATION' }
    assert.match(issuerLine(someConnector(2, bots)), /^Tokens/)
  })
})
