import assert from 'node:assert/strict'
import { test } from 'node:test'

// The languages of the browser are read once, when the page begins.
Object.defineProperty(globalThis, 'navigator', {
  value: { languages: ['constructor', 'pt-BR', 'DE-at', 'es', 'en-GB'] },
})
const { counted, number, wordsOf } = await import('./catalogue.ts')

const words = (hello: string) => ({ hello })
const en = words('Hello')

test('the first language of the user that there is, whatever its country', () => {
  assert.equal(wordsOf({ en, es: words('Hola'), de: words('Hallo') }).hello, 'Hallo')
  assert.equal(wordsOf({ en, es: words('Hola') }).hello, 'Hola')
})

test('English, if they read no other; and nothing that an object has by itself', () => {
  assert.equal(wordsOf({ en, fr: words('Bonjour') }).hello, 'Hello')
  assert.equal(wordsOf({ en }), en)
})

test('numbers are grouped, and one alone is one', () => {
  assert.equal(number(1_234_567), '1,234,567')
  assert.equal(counted(1, 'key', 'keys'), '1 key')
  assert.equal(counted(0, 'key', 'keys'), '0 keys')
  assert.equal(counted(21, 'key', 'keys'), '21 keys')
  assert.equal(counted(1200, 'key', 'keys'), '1,200 keys')
})
