import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { createSandbox, type Sandbox } from '../support/cli.ts'

type Context = { after(done: () => Promise<void>): void }

function sandbox(t: Context, env = {}): Sandbox {
  const created = createSandbox(env)
  t.after(() => created.remove())
  return created
}

async function migrated(t: Context): Promise<Sandbox> {
  const created = sandbox(t)
  assert.equal((await created.run(['migrate'])).code, 0)
  return created
}

const names = [
  'serve',
  'migrate',
  'config',
  'account',
  'user',
  'app',
  'keys',
  'api-keys',
  'audit',
  'sign',
  'explain',
  'operator-token',
]

describe('the command line', () => {
  test('help names every command, and every command explains itself with an example', async (t) => {
    const { run } = sandbox(t)
    const help = await run(['--help'])
    assert.equal(help.code, 0)
    for (const name of names) assert.match(help.stdout, new RegExp(`^  ${name} `, 'm'))
    const withInner: readonly (readonly string[])[] = [
      ['serve'],
      ['migrate'],
      ['config'],
      ['sign'],
      ['explain'],
      ...['create', 'list', 'suspend', 'resume', 'delete'].map((name) => ['account', name]),
      ...['create', 'reset-password', 'block', 'unblock'].map((name) => ['user', name]),
      ...['rotate', 'list', 'retire'].map((name) => ['keys', name]),
      ...['publish', 'list', 'withdraw', 'first-party'].map((name) => ['app', name]),
      ['api-keys', 'migrate'],
      ['audit', 'verify'],
      ...['create', 'list', 'revoke'].map((name) => ['operator-token', name]),
    ]
    const answers = await Promise.all(withInner.map((words) => run([...words, '--help'])))
    for (const [index, { code, stdout }] of answers.entries()) {
      const words = (withInner[index] ?? []).join(' ')
      assert.equal(code, 0, words)
      assert.match(stdout, new RegExp(`Examples?:[\\s\\S]*watchword ${words}`), words)
    }
  })

  test('wrong usage is 2, and says what is right', async (t) => {
    const { run } = sandbox(t)
    const wrong = [
      ['nothing'],
      ['account', 'make'],
      ['account', 'create'],
      ['serve', '--fast'],
      ['account', 'suspend'],
    ]
    for (const words of [...wrong, ['account', 'suspend', 'a-b'], []]) {
      const { code, stderr } = await run(words)
      assert.equal(code, 2, words.join(' '))
      assert.notEqual(stderr, '')
      assert.doesNotMatch(stderr, /^\s+at /m)
    }
  })

  test('every fault of the configuration is told at once, with 2 and without a stack trace', async (t) => {
    const env = { WATCHWORD_PORT: 'x', WATCHWORD_WORKERS: '0', WATCHWORD_NAME: 'y' }
    const { run } = sandbox(t, env)
    for (const words of [['config'], ['serve'], ['migrate'], ['account', 'list']]) {
      const { code, stderr, stdout } = await run(words)
      assert.equal(code, 2, words.join(' '))
      for (const name of Object.keys(env)) assert.match(stderr, new RegExp(name))
      assert.doesNotMatch(stderr, /^\s+at /m)
      assert.equal(stdout, '')
    }
    const asJson = await run(['config', '--json'])
    assert.equal(JSON.parse(asJson.stderr).error.code, 'configuration')
  })

  test('config prints what holds, and no secret', async (t) => {
    const key = 'q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urAAA='
    const { run } = sandbox(t, {
      WATCHWORD_MASTER_KEY: key,
      WATCHWORD_DATABASE_URL: 'postgres://me:hunter2@db.example/ww',
    })
    const text = await run(['config'])
    const json = await run(['config', '--json'])
    for (const { code, stdout } of [text, json]) {
      assert.equal(code, 0)
      assert.match(stdout, /postgres:\/\/me:\[secret\]@db\.example\/ww/)
      assert.doesNotMatch(stdout, /hunter2|q6urq6/)
    }
    assert.equal(JSON.parse(json.stdout).settings[0].name, 'WATCHWORD_HOST')
  })

  test('migrate --dry-run says what would be done, and only migrate does it', async (t) => {
    const { run, folder } = sandbox(t)
    const early = await run(['account', 'list'])
    assert.equal(early.code, 1)
    assert.match(early.stderr, /There is no database .* "watchword migrate"/)
    assert.equal(existsSync(path.join(folder, 'data')), false)
    const dry = await run(['migrate', '--dry-run'])
    assert.match(dry.stdout, /^-- 0001-foundation\ncreate table "instance"/)
    assert.match((await run(['account', 'list'])).stderr, /lacks migrations/)
    const done = await run(['migrate', '--json'])
    assert.equal(JSON.parse(done.stdout).migrations[0].name, '0001-foundation')
    assert.equal((await run(['migrate'])).stdout, 'The database is up to date.\n')
    assert.equal(statSync(path.join(folder, 'data')).mode & 0o777, 0o700)
    assert.equal(statSync(path.join(folder, 'data/watchword.db')).mode & 0o777, 0o600)
  })
})

describe('commands on accounts and users', () => {
  test('create, list, suspend, resume, delete', async (t) => {
    const { run } = await migrated(t)
    assert.equal((await run(['account', 'list'])).stdout, 'There is no account yet.\n')
    const made = await run(['account', 'create', '--name', 'Acme', '--id', 'acme', '--json'])
    assert.equal(JSON.parse(made.stdout).id, 'acme')
    const twice = await run(['account', 'create', '--name', 'Acme', '--id', 'acme'])
    assert.deepEqual([twice.code, twice.stdout], [1, ''])
    assert.match(twice.stderr, /There already is an account acme/)
    const chosen = await run(['account', 'create', '--name', 'Other'])
    assert.match(chosen.stdout, /^account \d{8} made$/m)
    assert.equal((await run(['account', 'suspend', 'acme'])).stdout, 'account acme is suspended\n')
    assert.match((await run(['account', 'list'])).stdout, /^acme +Acme +local +suspended$/m)
    assert.equal((await run(['account', 'resume', 'acme', '--json'])).code, 0)
    assert.equal((await run(['account', 'suspend', 'nobody'])).code, 1)
    assert.equal((await run(['account', 'delete', 'acme'])).code, 2)
    assert.equal((await run(['account', 'delete', 'acme', '--confirm', 'other'])).code, 2)
    assert.equal((await run(['account', 'delete', 'acme', '--confirm', 'acme'])).code, 0)
    const list = JSON.parse((await run(['account', 'list', '--json'])).stdout)
    assert.equal(list.accounts.length, 1)
    const revived = await run(['account', 'create', '--name', 'Acme', '--id', 'acme', '--json'])
    assert.equal(revived.code, 1)
    assert.equal(JSON.parse(revived.stderr).error.code, 'name_taken')
  })

  test('users: a password is generated and told once, or read from the standard input', async (t) => {
    const { run } = await migrated(t)
    await run(['account', 'create', '--name', 'Acme', '--id', 'acme'])
    const create = ['user', 'create', 'acme']
    const ada = await run([...create, 'ada', '--profile', 'Administrator', '--json'])
    assert.match(JSON.parse(ada.stdout).password, /^.{24,}$/)
    const given = { stdin: 'a Rather-long pass phrase 7\n' }
    const both = ['--profile', 'Agent', 'Agent Manager', '--password-stdin']
    const bo = await run([...create, 'bo', ...both], given)
    assert.match(bo.stdout, /^user bo made \(id \d{10}\)\n$/)
    const weak = await run([...create, 'cy', '--profile', 'Agent', '--password-stdin'], {
      stdin: 'zq7Kw!x9',
    })
    assert.equal(weak.code, 1)
    assert.match(weak.stderr, /needs at least 15 characters/)
    const wizard = await run([...create, 'cy', '--profile', 'Wizard'])
    assert.match(wizard.stderr, /profiles\[0\]: does not exist/)
    assert.equal((await run([...create, 'ADA', '--profile', 'Agent'])).code, 1)
    assert.equal((await run([...create, 'cy', '--profile', 'Agent', '--password-stdin'])).code, 2)

    const reset = await run(['user', 'reset-password', 'acme', 'ada'])
    assert.match(
      reset.stdout,
      /to be changed at the next login\npassword, shown this once: .{24,}\n/,
    )
    const silent = await run(
      ['user', 'reset-password', 'acme', 'ada', '--password-stdin', '--no-must-change', '--json'],
      given,
    )
    assert.deepEqual(
      [JSON.parse(silent.stdout).mustChange, silent.stdout.includes('password')],
      [false, false],
    )
    assert.equal((await run(['user', 'reset-password', 'acme', 'nobody'])).code, 1)
    assert.equal((await run(['user', 'block', 'acme', 'ada'])).stdout, 'user ada is blocked\n')
    assert.equal(
      (await run(['user', 'unblock', 'acme', 'ada'])).stdout,
      'user ada is not blocked\n',
    )
    assert.equal((await run(['user', 'block', 'nobody', 'ada'])).code, 1)

    const audit = await run(['audit', 'verify', '--json'])
    assert.equal(audit.code, 0)
    assert.equal(JSON.parse(audit.stdout).accounts[0].ok, true)
    assert.equal((await run(['audit', 'verify', 'nobody'])).code, 1)
  })

  test('a checkpoint of the audit trail: as it was printed, of one account, still there', async (t) => {
    const { run } = await migrated(t)
    await run(['account', 'create', '--name', 'Acme', '--id', 'acme'])
    const printed = (await run(['audit', 'verify', 'acme'])).stdout
    const checkpoint = / the last is (\d+:[0-9a-f]{64})\n$/.exec(printed)?.[1] ?? printed
    const check = (...words: readonly string[]) => run(['audit', 'verify', ...words])
    await run(['user', 'create', 'acme', 'ada', '--profile', 'Administrator'])
    assert.equal((await check('acme', '--checkpoint', checkpoint)).code, 0)

    const other = checkpoint.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    const gone = await check('acme', '--checkpoint', other, '--json')
    assert.equal(gone.code, 1)
    const [verdict] = JSON.parse(gone.stdout).accounts
    assert.deepEqual([verdict.ok, verdict.reason], [false, 'checkpoint_missing'])
    const beyond = await check('acme', '--checkpoint', checkpoint.replace(/^\d+/, '999'))
    assert.match(beyond.stdout, /^acme {2}BROKEN at event 999: .* taken back/)

    for (const wrong of ['', '1', '1:', '0:'.padEnd(66, '0'), `${checkpoint}0`, `-${checkpoint}`]) {
      const refused = await check('acme', '--checkpoint', wrong)
      assert.equal(refused.code, 2, wrong)
    }
    const ofAll = await check('--checkpoint', checkpoint)
    assert.equal(ofAll.code, 2)
    assert.match(ofAll.stderr, /one account/)
  })

  test('operator tokens: the value alone, once', async (t) => {
    const { run } = await migrated(t)
    const made = await run([
      'operator-token',
      'create',
      '--label',
      'billing',
      '--expires-in',
      '90d',
    ])
    assert.match(made.stdout, /^wwop_[0-9a-f]{64}\n$/)
    const list = await run(['operator-token', 'list', '--json'])
    assert.ok(!list.stdout.includes(made.stdout.trim()))
    const [token] = JSON.parse(list.stdout).tokens
    assert.equal(token.label, 'billing')
    assert.ok(Date.parse(token.expiresAt) > Date.now() + 89 * 86_400_000)
    assert.equal(
      (await run(['operator-token', 'create', '--label', 'x', '--expires-in', 'soon'])).code,
      2,
    )
    assert.equal((await run(['operator-token', 'revoke', token.id])).code, 0)
    assert.equal((await run(['operator-token', 'revoke', token.id])).code, 1)
    assert.equal((await run(['operator-token', 'list'])).stdout, 'There is no operator token.\n')
  })
})
