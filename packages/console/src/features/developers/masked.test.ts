import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mask, shownBody, shownForm } from './masked.ts'

test('of a secret nothing is shown but its length', () => {
  assert.equal(mask('s3cret'), '•••• (6)')
})

test('tokens are masked wherever they stand, all else is shown', () => {
  const body = JSON.stringify({
    ...{ access_token: 's3cret', expires_in: 600, scope: 'users:read' },
    nested: [{ refresh_token: 's3cret', name: 'kept' }],
  })
  const shown = shownBody(body)
  assert.equal(shown.includes('s3cret'), false)
  assert.match(shown, /"expires_in": 600/)
  assert.match(shown, /"name": "kept"/)
})

test('what is no JSON is shown as it is, and never without end', () => {
  assert.equal(shownBody('not json'), 'not json')
  assert.equal(shownBody(''), '')
  assert.equal(shownBody('x'.repeat(9000), 100).length, 102)
})

test('a form is shown without its secrets', () => {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_secret: 's3cret' })
  form.append('token', 's3cret')
  assert.equal(
    shownForm(form),
    'grant_type=client_credentials&client_secret=•••• (6)&token=•••• (6)',
  )
})
