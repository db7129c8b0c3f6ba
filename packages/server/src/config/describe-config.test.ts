import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { describeConfig, formatDescription } from '#config/describe-config.ts'
import { readConfig } from '#config/read-config.ts'
import type { Environment } from '#config/read-values.ts'
import { settings } from '#config/settings.ts'

function describe(environment: Environment) {
  return describeConfig(environment, readConfig(environment))
}

function entry(environment: Environment, name: string) {
  return describe(environment).settings.find((setting) => setting.name === name)
}

test('every setting is described, in the order of the table', () => {
  assert.deepEqual(
    describe({}).settings.map(({ name }) => name),
    Object.values(settings).map(({ name }) => name),
  )
})

test('it says whether a value was set or is a default', () => {
  const name = 'WATCHWORD_PORT'
  assert.deepEqual(entry({}, name), { name, value: '8080', from: 'default' })
  assert.deepEqual(entry({ [name]: '81' }, name), { name, value: '81', from: 'environment' })
})

test('no secret is printed, as text or as JSON', () => {
  const key = randomBytes(32).toString('base64')
  const environment = {
    WATCHWORD_MASTER_KEY: key,
    WATCHWORD_DATABASE_URL: 'postgres://watchword:hunter2@db.example/w',
    WATCHWORD_VALKEY_URL: 'redis://:hunter2@valkey.example:6379',
  }
  const described = describe(environment)
  for (const text of [formatDescription(described), JSON.stringify(described)]) {
    assert.ok(!text.includes(key))
    assert.doesNotMatch(text, /hunter2/)
    assert.match(text, /postgres:\/\/watchword:\[secret\]@db\.example\/w/)
  }
  assert.equal(entry(environment, 'WATCHWORD_MASTER_KEY')?.value, '[secret]')
})

test('the text has one aligned line for each setting, and the warnings', () => {
  const lines = formatDescription(describe({ WATCHWORD_ALLOWED_HOSTS: '*' })).split('\n')
  assert.equal(lines.length, Object.keys(settings).length + 1)
  assert.equal(lines[0], 'WATCHWORD_HOST              default      127.0.0.1')
  assert.equal(lines.filter((line) => /^\S+ +(default|environment) +\S/.test(line)).length, 20)
  assert.match(lines.at(-1) ?? '', /^warning: WATCHWORD_ALLOWED_HOSTS=\*/)
})
