import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { settings } from '#config/settings.ts'
import { configurationPage } from '#reference/configuration-page.ts'

const committed = new URL('../../../../docs/reference/configuration.md', import.meta.url)

test('docs/reference/configuration.md is what the table of settings says', async () => {
  assert.equal(await readFile(committed, 'utf8'), configurationPage())
})

test('every setting has a section, an example and a default', () => {
  const page = configurationPage()
  for (const { name, example, summary } of Object.values(settings)) {
    assert.ok(page.includes(`### ${name}\n\n${summary}\n`), name)
    assert.ok(page.includes(`${name}=${example}`), name)
  }
  assert.doesNotMatch(page, /undefined/)
})

test('every WATCHWORD_ variable that the page names exists, or is given as a wrong one', () => {
  const known: ReadonlySet<string> = new Set([
    ...Object.values(settings).map(({ name }) => name),
    'WATCHWORD_SERVICE_HOST',
  ])
  for (const [name] of configurationPage().matchAll(/WATCHWORD_[A-Z_]*[A-Z]/g)) {
    assert.ok(known.has(name), name)
  }
})
