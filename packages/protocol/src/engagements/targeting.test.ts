import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entryPointMatcher, isEntryPoint, languageOfEntryPoint } from './entry-point.ts'
import { languageForm, matchesLanguage } from './language.ts'

test('contract 3 section 10.1: the entry points that an engagement may name', () => {
  for (const text of [
    'https://www.brand.example',
    'https://www.brand.example/',
    'http://brand.example:8080/shop/*',
    'https://brand.example/shop?item=1',
    'https://brand.example?q*',
    'sec://shop',
    'sec://shop*',
    'tel://18005551234',
  ]) {
    assert.equal(isEntryPoint(text), true, text)
  }
  for (const text of [
    '',
    '*',
    'shop',
    'https://',
    'https://*',
    'https://brand.example*',
    'https://*.brand.example/',
    'https://user@brand.example/',
    'https://brand.example/*/x',
    'https://brand.example/a b',
    'https://brand.example\\evil',
    'lang://en',
    'sec://',
    'javascript:alert(1)',
    'ftp://brand.example/',
  ]) {
    assert.equal(isEntryPoint(text), false, text)
  }
})

test('an entry point is met as it is, or by its beginning where it ends in *', () => {
  for (const [named, told, met] of [
    ['https://brand.example/', 'https://brand.example', true],
    ['https://brand.example', 'HTTPS://Brand.Example/', true],
    ['https://brand.example/shop', 'https://brand.example/shop/1', false],
    ['https://brand.example/shop*', 'https://brand.example/shop/1?x=y', true],
    ['https://brand.example/*', 'https://brand.example.evil.example/', false],
    ['https://brand.example/*', 'http://brand.example/', false],
    ['https://brand.example/Shop', 'https://brand.example/shop', false],
    ['sec://shop', 'SEC://shop', true],
    ['sec://shop', 'sec://Shop', false],
    ['sec://shop*', 'sec://shopping', true],
    ['tel://1800', 'tel://18005', false],
  ] as const) {
    assert.equal(entryPointMatcher(['tel://1', told])(named), met, `${named} ${told}`)
  }
})

test('nowhere is no place', () => {
  assert.equal(entryPointMatcher([])('sec://*'), false)
})

test('a hostile entry point costs no more than its length', () => {
  const long = `https://${'a'.repeat(100_000)}*`
  const begun = performance.now()
  isEntryPoint(long)
  entryPointMatcher([long])('https://a/*')
  languageOfEntryPoint(long)
  assert.ok(performance.now() - begun < 200)
})

test('RFC 4647 section 3.3.1: a language serves those that are more or less exact', () => {
  for (const [offered, wanted, serves] of [
    ['en-US', 'en_us', true],
    ['en', 'en-US', true],
    ['en-US', 'en', true],
    ['en-GB', 'en-US', false],
    ['en', 'eng', false],
    ['de', 'en', false],
  ] as const) {
    assert.equal(matchesLanguage(offered, wanted), serves, `${offered} ${wanted}`)
  }
  assert.equal(languageOfEntryPoint('lang://de-AT'), 'de-AT')
  assert.equal(languageOfEntryPoint('sec://de'), undefined)
  assert.deepEqual(
    ['en', 'en-US', 'zh-Hant-TW', 'e', 'en-', '1'].map((tag) => languageForm.test(tag)),
    [true, true, true, false, false, false],
  )
})
