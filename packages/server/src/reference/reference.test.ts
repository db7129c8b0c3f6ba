import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { internalCodeOf, statusOf, transportCodes } from '#http/errors.ts'
import { errorsPage } from './errors-page.ts'
import { openApiFile } from './openapi-file.ts'

const committed = (name: string) =>
  readFile(new URL(`../../../../docs/reference/${name}`, import.meta.url), 'utf8')

test('docs/reference/openapi.json is what the server says: "npm run docs" writes it', async () => {
  assert.equal(await committed('openapi.json'), await openApiFile())
})

test('docs/reference/errors.md is what "npm run docs" writes', async () => {
  assert.equal(await committed('errors.md'), errorsPage())
})

test('every code has its paragraph in errors.md, with its number and its status', () => {
  const page = errorsPage()
  for (const [code, status] of Object.entries(statusOf)) {
    const number = Object.entries(internalCodeOf).find(([name]) => name === code)?.[1]
    assert.match(
      page,
      new RegExp(`### ${code}\\n\\n\`internalCode\` ${number}, status ${status}\\n\\n\\S`),
    )
  }
  for (const number of Object.values(transportCodes)) {
    assert.match(page, new RegExp(`\`internalCode\` ${number}\\b`))
  }
  assert.doesNotMatch(page, /undefined/)
})
