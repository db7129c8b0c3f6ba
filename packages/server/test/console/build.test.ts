import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../../../scripts/build-console.mjs', import.meta.url))

/** A builder that says how often it built, and of what. */
const builder = `
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
const here = import.meta.dirname
appendFileSync(path.join(here, '../../builds.log'), process.env.NODE_ENV + '\\n')
const source = readFileSync(path.join(here, 'src/main.ts'), 'utf8')
if (source === 'broken') process.exit(3)
mkdirSync(path.join(process.argv[2], 'assets'))
writeFileSync(path.join(process.argv[2], 'assets/main.js'), source)
writeFileSync(path.join(process.argv[2], 'index.html'), source)
`

describe('the console is built at set-up', () => {
  let root: string
  const at = (...parts: readonly string[]) => path.join(root, ...parts)
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(at(name)), { recursive: true })
    writeFileSync(at(name), text)
  }
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'watchword-build-'))
    write('package-lock.json', '{}')
    write('packages/console/build.mjs', builder)
    write('packages/console/src/main.ts', 'one')
    write('packages/protocol/src/api/table.ts', 'rows')
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  async function setUp(env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [script, root], { env: { ...process.env, ...env } })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
    return { code, said }
  }
  const builds = () => readFileSync(at('builds.log'), 'utf8').trim().split('\n').length
  const shown = () => readFileSync(at('packages/console/dist/index.html'), 'utf8')

  test('once, with one line; and again only if a source is another', async () => {
    assert.deepEqual(await setUp(), { code: 0, said: 'setup: building the console\n' })
    assert.equal(shown(), 'one')
    assert.deepEqual(await setUp(), { code: 0, said: '' })
    utimesSync(at('packages/console/src/main.ts'), new Date(), new Date())
    write('packages/console/src/main.test.ts', 'a test')
    await setUp()
    assert.equal(builds(), 1)
    for (const [index, [name, text]] of (
      [
        ['packages/console/src/main.ts', 'two'],
        ['packages/console/src/new/page.tsx', ''],
        ['packages/protocol/src/api/table.ts', 'more rows'],
        ['package-lock.json', '{"lockfileVersion":3}'],
        ['packages/console/vite.config.ts', ''],
      ] as const
    ).entries()) {
      write(name, text)
      assert.equal((await setUp()).code, 0)
      assert.equal(builds(), index + 2, name)
    }
    assert.equal(shown(), 'two')
  })

  test('anew, if what was built is gone or not whole', async () => {
    await setUp()
    rmSync(at('packages/console/dist/index.html'))
    await setUp()
    assert.equal(shown(), 'one')
    rmSync(at('packages/console/dist/built-of.txt'))
    await setUp()
    assert.equal(builds(), 3)
  })

  test('for production, whatever the environment says', async () => {
    const env = { NODE_ENV: 'test', CI: 'true', npm_config_production: 'true' }
    assert.equal((await setUp(env)).code, 0)
    assert.equal(readFileSync(at('builds.log'), 'utf8'), 'production\n')
  })

  test('a build that fails leaves what was there, and nothing of itself', async () => {
    await setUp()
    write('packages/console/src/main.ts', 'broken')
    assert.equal((await setUp()).code, 1)
    assert.equal(shown(), 'one')
    const hidden = readdirSync(at('packages/console')).filter((name) => name.startsWith('.'))
    assert.deepEqual(hidden, [])
  })

  test('five at once do not break each other; what a killed one left is removed', async () => {
    const gone = spawn(process.execPath, ['--version'])
    await new Promise((resolve) => gone.on('close', resolve))
    write(`packages/console/.build-${gone.pid}/half`, '')
    write('packages/console/src/main.ts', 'together')
    const all = await Promise.all(Array.from({ length: 5 }, () => setUp()))
    assert.deepEqual(
      all.map(({ code }) => code),
      [0, 0, 0, 0, 0],
    )
    assert.equal(shown(), 'together')
    assert.equal(readFileSync(at('packages/console/dist/assets/main.js'), 'utf8'), 'together')
    const hidden = readdirSync(at('packages/console')).filter((name) => name.startsWith('.'))
    assert.deepEqual(hidden, [])
    assert.equal((await setUp()).said, '')
  })
})
