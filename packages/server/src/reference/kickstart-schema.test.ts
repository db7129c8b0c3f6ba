import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { kickstartSchemaFile } from './kickstart-schema.ts'

const file = new URL('../../../../docs/reference/kickstart.schema.json', import.meta.url)

test('docs/reference/kickstart.schema.json is what "npm run docs" writes', () => {
  assert.equal(readFileSync(file, 'utf8'), kickstartSchemaFile())
})

test('no member of the schema goes unnamed: objects are closed at every level', () => {
  const schema = JSON.parse(kickstartSchemaFile())
  const account = schema.properties.accounts.items
  const user = account.properties.users.anyOf[0].items
  const settings = account.properties.settings.anyOf[0]
  for (const closed of [schema, account, user, settings, settings.properties.loginPolicy]) {
    assert.equal(closed.additionalProperties, false)
  }
  const apiKey = account.properties.apiKeys.anyOf[0].items
  assert.equal(apiKey.additionalProperties, false)
  assert.equal(apiKey.properties.appSecret.anyOf[0].writeOnly, true)
  assert.equal(user.properties.passwordSh, undefined)
  assert.equal(user.properties.password.anyOf[0].writeOnly, true)
})
