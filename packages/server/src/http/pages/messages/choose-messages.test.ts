import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { scopes } from '@watchword/protocol/oauth2/scopes.ts'
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
    const english = chooseMessages(['en'], undefined).scopes
    for (const lang of uiLocalesSupported) {
      const messages = chooseMessages([lang], undefined)
      for (const [name, text] of Object.entries(messages)) {
        const said = typeof text === 'function' ? text('x' as never) : text
        assert.notEqual(said, '', `${name} in ${lang}`)
      }
      for (const { scope, description } of scopes) {
        const said = messages.scopes.get(scope) ?? ''
        assert.ok(said.length > 5, `${scope} in ${lang}`)
        assert.equal(english.get(scope), description)
        if (lang !== 'en') assert.notEqual(said, description, `${scope} in ${lang}`)
      }
      const told = [...messages.scopes.values()]
      assert.equal(new Set(told).size, told.length, 'no two scopes are the same words')
    }
  })
})
