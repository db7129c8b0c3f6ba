import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import {
  addMasterKey,
  dropOldMasterKeys,
  masterKeyOf,
  openMasterKeyFile,
  readMasterKeyFile,
} from './master-key-file.ts'

function temporaryFile(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return path.join(folder, 'inner', 'master-key')
}

test('a master key is 32 bytes; its name tells which one, and nothing of it', () => {
  const key = masterKeyOf(Buffer.alloc(32, 7))
  assert.match(key.id, /^[0-9a-f]{16}$/)
  assert.equal(masterKeyOf(Buffer.alloc(32, 7)).id, key.id)
  assert.notEqual(masterKeyOf(Buffer.alloc(32, 8)).id, key.id)
  for (const length of [0, 16, 31, 33]) {
    assert.throws(() => masterKeyOf(Buffer.alloc(length)), /32 bytes/)
  }
})

test('the file is made once with mode 0600, whatever the umask, and then read', (t) => {
  const previous = process.umask(0)
  t.after(() => process.umask(previous))
  const file = temporaryFile(t)
  const made = openMasterKeyFile(file)
  assert.equal(made.length, 1)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700)
  assert.deepEqual(openMasterKeyFile(file), made)
  assert.deepEqual(readMasterKeyFile(file), made)
  assert.deepEqual(readdirSync(path.dirname(file)), [path.basename(file)], 'nothing else is left')
})

test('processes that make the file at once end with the same key', async (t) => {
  const file = temporaryFile(t)
  const module = path.join(import.meta.dirname, 'master-key-file.ts')
  const script = `import(process.argv[1]).then((m) => console.log(m.openMasterKeyFile(process.argv[2])[0].id))`
  const run = () => promisify(execFile)(process.execPath, ['-e', script, module, file])
  const outputs = await Promise.all(Array.from({ length: 4 }, run))
  const [kept] = readMasterKeyFile(file)
  assert.deepEqual(new Set(outputs.map(({ stdout }) => stdout.trim())), new Set([kept?.id]))
})

test('a new key goes in front and the old ones stay until they are dropped', (t) => {
  const file = temporaryFile(t)
  const [first] = openMasterKeyFile(file)
  const [second, ...rest] = addMasterKey(file)
  assert.deepEqual(rest, [first])
  assert.deepEqual(readMasterKeyFile(file), [second, first])
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(dropOldMasterKeys(file), [second])
  assert.deepEqual(readMasterKeyFile(file), [second])
})

test('a file that does not hold keys is refused, and neither replaced nor repeated in the message', (t) => {
  const file = temporaryFile(t)
  openMasterKeyFile(file)
  const good = readFileSync(file, 'utf8')
  const key = good.split('\n')[1] ?? ''
  for (const text of ['', '# nothing\n', 'short\n', key.slice(1), `${good}x\n`, `${key}${key}`]) {
    writeFileSync(file, text)
    assert.throws(
      () => openMasterKeyFile(file),
      (error: Error) => error.message.includes(file) && !error.message.includes(key.slice(1)),
    )
    assert.equal(readFileSync(file, 'utf8'), text)
  }
})

test('reading a file that is not there makes none', (t) => {
  const file = temporaryFile(t)
  assert.throws(() => readMasterKeyFile(file), /ENOENT/)
  assert.throws(() => addMasterKey(file), /ENOENT/)
  assert.equal(existsSync(file), false)
})
