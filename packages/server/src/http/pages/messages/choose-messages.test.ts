import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { describeScope, identityScopes } from '@watchword/protocol/oauth2/scopes.ts'
import { chooseMessages, uiLocalesSupported } from './choose-messages.ts'

describe('the language of a page', () => {
  const rows: readonly [readonly string[], string | undefined, string][] = [
    [[], undefined, 'en'],
    [[], 'de', 'de'],
    [[], 'de-AT,en;q=0.5', 'de'],
    [[], 'en;q=0.1, es;q=0.9', 'es'],
    [[], 'fr, es;q=0, de;q=0.2', 'de'],
    [[], 'fr-FR', 'en'],
    [[], '*', 'en'],
    [[], 'de;q=2, es', 'de'],
    [[], ';;,q=,=', 'en'],
    [['es-MX'], 'de', 'es'],
    [['xx', 'DE'], 'es', 'de'],
    [['__proto__'], 'constructor', 'en'],
  ]
  for (const [uiLocales, header, expected] of rows) {
    test(`${uiLocales.join(' ')} and ${header}: ${expected}`, () => {
      assert.equal(chooseMessages(uiLocales, header).lang, expected)
    })
  }

  test('every language has every text, in its own words', () => {
    const english = chooseMessages(['en'], undefined)
    for (const lang of uiLocalesSupported) {
      const messages = chooseMessages([lang], undefined)
      for (const [name, text] of Object.entries(messages)) {
        const said = typeof text === 'function' ? text('x' as never) : text
        assert.notEqual(said, '', `${name} in ${lang}`)
      }
      assert.deepEqual(Object.keys(messages.scopes), [...identityScopes])
    }
    for (const scope of identityScopes) assert.equal(english.scopes[scope], describeScope(scope))
  })
})
