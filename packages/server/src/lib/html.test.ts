import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { html } from './html.ts'

test('every value is escaped, in text and in attributes', () => {
  const bad = `<script>"'&\`</script>`
  assert.equal(
    String(html`<p title="${bad}">${bad}</p>`),
    `<p title="&#60;script&#62;&#34;&#39;&#38;&#96;&#60;/script&#62;">` +
      `&#60;script&#62;&#34;&#39;&#38;&#96;&#60;/script&#62;</p>`,
  )
})

test('what html made stays as it is; lists are joined; nothing leaves nothing', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`)
  assert.equal(
    String(html`<ul>${items}</ul>${undefined}${false}${0}`),
    '<ul><li>a</li><li>&#60;b&#62;</li></ul>0',
  )
})

test('an object that looks like markup is not taken for it', () => {
  const posing = { toString: () => '<b>' }
  // @ts-expect-error: only strings, numbers and what html made may stand in a template.
  assert.throws(() => html`${posing}`)
})

test('no value leaves its place, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(String(html`${text}`), /[<>"'`]/)
    }),
  )
})
