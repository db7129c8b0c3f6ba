import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { KickstartError } from '#domain/kickstart/kickstart-error.ts'
import { readKickstart } from '#domain/kickstart/read-kickstart.ts'

const user = {
  loginName: 'admin',
  fullName: 'Ada Minister',
  nickname: 'Ada',
  email: 'ada@example.com',
  profiles: ['Administrator'],
}
const account = { id: '12345678', name: 'Demo Brand' }
const key = { appName: 'orders', privileges: [{ data: 'users', type: 'Read' }] }
const withUser = (change: object) => ({
  accounts: [{ ...account, users: [{ ...user, ...change }] }],
})
const withAccount = (change: object) => ({ accounts: [{ ...account, ...change }] })

function faultsOf(value: unknown): readonly string[] {
  try {
    readKickstart(typeof value === 'string' ? value : JSON.stringify(value))
  } catch (error) {
    assert.ok(error instanceof KickstartError)
    return error.faults
  }
  return []
}

describe('a kickstart file that is refused names the place', () => {
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    ['syntax', '{\n  "accounts": [,]\n}', /^line 2, column 16: a value is missing$/],
    ['a member twice', '{"accounts":[],"accounts":[]}', /a member comes twice/],
    ['no object', '[]', /^body: must be an object$/],
    ['no accounts', {}, /^accounts: is required$/],
    [
      'an unknown member',
      { accounts: [], users: [] },
      /^users: is not known; known are .*accounts/,
    ],
    ['an account without an id', { accounts: [{ name: 'x' }] }, /^accounts\[0\]\.id: is required$/],
    ['a bad id', withAccount({ id: 'a-b' }), /^accounts\[0\]\.id: must be 1 to 20 letters/],
    ['a number for an id', withAccount({ id: 12345678 }), /^accounts\[0\]\.id: must be a string$/],
    ['a bad zone', withAccount({ zone: 'EU West' }), /^accounts\[0\]\.zone: must be lower-case/],
    ['an unknown section', withAccount({ user: [] }), /^accounts\[0\]\.user: is not known/],
    [
      'no login name',
      withUser({ loginName: undefined }),
      /^accounts\[0\]\.users\[0\]\.loginName: is required$/,
    ],
    [
      'the member of the API',
      withUser({ passwordSh: 'x' }),
      /users\[0\]\.passwordSh: is not known/,
    ],
    [
      'profiles as one text',
      withUser({ profiles: 'Agent' }),
      /users\[0\]\.profiles: must be an array$/,
    ],
    [
      'a setting that is none',
      withAccount({ settings: { loginPolicy: { minLen: 9 } } }),
      /settings\.loginPolicy\.minLen: is not known/,
    ],
    [
      'a setting out of range',
      withAccount({ settings: { loginPolicy: { minLength: 4 } } }),
      /settings\.loginPolicy\.minLength: must be/,
    ],
    [
      'a section that is none',
      withAccount({ settings: { policy: {} } }),
      /settings\.policy: is not known/,
    ],
    [
      'a key without an application',
      withAccount({ apiKeys: [{ privileges: [] }] }),
      /^accounts\[0\]\.apiKeys\[0\]\.appName: is required$/,
    ],
    [
      'a privilege that is none',
      withAccount({ apiKeys: [{ ...key, privileges: [{ data: 'users', type: 'Invoke' }] }] }),
      /^accounts\[0\]\.apiKeys\[0\]\.privileges\[0\]\.type: must be one of Read, Write/,
    ],
    [
      'a short secret',
      withAccount({ apiKeys: [{ ...key, appSecret: 'short' }] }),
      /^accounts\[0\]\.apiKeys\[0\]\.appSecret: must have at least 16 characters$/,
    ],
    [
      'a key id with a space',
      withAccount({ apiKeys: [{ ...key, keyId: 'no such key' }] }),
      /^accounts\[0\]\.apiKeys\[0\]\.keyId: must be 8 to 64 letters/,
    ],
    [
      'a slip of the pen',
      withAccount({ apiKeys: [{ ...key, secret: 'x' }] }),
      /^accounts\[0\]\.apiKeys\[0\]\.secret: is not known/,
    ],
    [
      'two keys of one application, neither with an id',
      withAccount({ apiKeys: [key, key] }),
      /^accounts\[0\]\.apiKeys\[1\]\.appName: is named twice$/,
    ],
    [
      'a key id twice',
      withAccount({
        apiKeys: [
          { ...key, keyId: 'orders-1' },
          { ...key, keyId: 'orders-1' },
        ],
      }),
      /^accounts\[0\]\.apiKeys\[1\]\.keyId: is named twice$/,
    ],
    ['an account twice', { accounts: [account, account] }, /^accounts\[1\]\.id: is named twice$/],
    [
      'a login name twice',
      withAccount({ users: [user, { ...user, fullName: 'B', loginName: 'ADMIN' }] }),
      /^accounts\[0\]\.users\[1\]\.loginName: is named twice$/,
    ],
  ]
  for (const [name, value, expected] of cases) {
    test(name, () => {
      const faults = faultsOf(value)
      assert.equal(faults.length, 1, faults.join('\n'))
      assert.match(faults[0] ?? '', expected)
    })
  }

  test('every fault is told at once', () => {
    const value = {
      accounts: [
        { ...account, extra: 1, users: [{ ...user, email: 'nobody', nickname: '' }] },
        { id: '!', name: '', connectors: [1] },
      ],
    }
    const paths = faultsOf(value).map((fault) => fault.split(':', 1)[0])
    assert.deepEqual(paths.toSorted(), [
      'accounts[0].extra',
      'accounts[0].users[0].email',
      'accounts[0].users[0].nickname',
      'accounts[1].connectors[0]',
      'accounts[1].id',
      'accounts[1].name',
    ])
  })
})

test('the example of the guide is read, with a byte order mark and a $schema', () => {
  const text = JSON.stringify({
    $schema: './kickstart.schema.json',
    ...withUser({ password: 'x' }),
  })
  assert.equal(readKickstart(`\uFEFF${text}`).accounts[0]?.users?.[0]?.loginName, 'admin')
})
