import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

test('nothing of the product imports an example', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const files = globSync('packages/*/{src,bin}/**/*.{ts,tsx,js}', { cwd: root })
  assert.ok(files.length > 100)
  const guilty = files.filter((file) =>
    /(?:from|import)\s*\(?\s*'[^']*\bexamples\//.test(readFileSync(`${root}/${file}`, 'utf8')),
  )
  assert.deepEqual(guilty, [])
})
