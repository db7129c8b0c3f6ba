import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Html, html } from './html.ts'

test('what is not markup is escaped, in text and in attributes', () => {
  const hostile = `"><script>alert('&')</script>`
  const { markup } =
    html`<p title="${hostile}">${hostile}</p>${[html`<b>${1}</b>`, new Html('<i></i>')]}`
  assert.doesNotMatch(markup, /<script>|"">/)
  assert.match(markup, /<b>1<\/b><i><\/i>$/)
  assert.equal(markup.split('&#60;script&#62;').length, 3)
})
