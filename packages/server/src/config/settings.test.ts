import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hidePassword } from '#config/parse-secrets.ts'
import type { Parsed } from '#config/setting.ts'
import { settings } from '#config/settings.ts'

function readOf<Value>(parsed: Parsed<Value>): Value | undefined {
  return 'value' in parsed ? parsed.value : undefined
}

function refuses(parse: (text: string) => Parsed<unknown>, texts: readonly string[]): void {
  for (const text of texts) assert.ok('problem' in parse(text), JSON.stringify(text))
}

test('every example and every default can be read', () => {
  for (const { name, example, defaultText, parse } of Object.values(settings)) {
    if (name !== 'WATCHWORD_MASTER_KEY') assert.ok('value' in parse(example), name)
    if (defaultText !== undefined) assert.ok('value' in parse(defaultText), name)
  }
})

test('no example is a usable master key, for somebody would use it', () => {
  refuses(settings.masterKeys.parse, [settings.masterKeys.example])
})

test('every setting says what happens when it is not set', () => {
  for (const { name, defaultText, otherwise } of Object.values(settings)) {
    assert.notEqual(defaultText === undefined, otherwise === undefined, name)
  }
})

test('a host is an address or a name', () => {
  const { parse } = settings.host
  assert.equal(readOf(parse('LocalHost')), 'localhost')
  assert.equal(readOf(parse('::')), '::')
  refuses(parse, ['[::1]', 'localhost:80', 'a b', '1.2.3', '999.1.1.1', 'a..b', '-a', 'ä.example'])
})

test('a port is decimal, and in range', () => {
  const { parse } = settings.port
  assert.equal(readOf(parse('65535')), 65_535)
  refuses(parse, ['0', '65536', '080', '0x50', '8e1', '-1', '80.0', '٨٠'])
})

test('an origin has no path, credentials or query', () => {
  const { parse } = settings.publicOrigin
  assert.equal(readOf(parse('http://[::1]:8080')), 'http://[::1]:8080')
  // biome-ignore format: a table
  refuses(parse, [
    'auth.example.com', 'ftp://a.example', 'https://a.example/x', 'https://a.example/?',
    'https://a.example#', 'https://u:p@a.example', 'https://@a.example', 'https:a.example',
    'https://', 'https://a b', 'javascript:alert(1)', 'https:\\\\a.example',
  ])
})

test('an origin with a password is refused without showing it', () => {
  assert.doesNotMatch(JSON.stringify(settings.publicOrigin.parse('https://u:pw@a')), /pw/)
})

describe('a master key', () => {
  const { parse } = settings.masterKeys
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index))
  const canonical = bytes.toString('base64')

  test('is base64, base64url or hex, and kept as base64', () => {
    const forms = [canonical, bytes.toString('base64url'), bytes.toString('hex')]
    for (const text of [...forms, bytes.toString('hex').toUpperCase()]) {
      assert.equal(readOf(parse(text))?.[0]?.reveal(), canonical)
    }
  })

  test('may be followed by older ones, in their order', () => {
    const older = Buffer.from(bytes).reverse().toString('base64')
    const keys = readOf(parse(`${canonical}, ${older}`))
    assert.deepEqual(
      keys?.map((key) => key.reveal()),
      [canonical, older],
    )
  })

  test('of another length, twice the same, or too plain is refused', () => {
    const plain = Buffer.alloc(32).toString('hex')
    refuses(parse, [canonical.slice(4), `${canonical}AAAA`, 'secret', plain, `${canonical},`])
    refuses(parse, [`${canonical},${bytes.toString('hex')}`])
    const parsed = parse(`${canonical},short`)
    assert.ok('problem' in parsed)
    assert.match(parsed.problem, /second key/)
  })
})

describe('a database URL', () => {
  const { parse } = settings.databaseUrl

  test('of SQLite is a path', () => {
    assert.deepEqual(readOf(parse('sqlite:a/b.db')), { kind: 'sqlite', file: 'a/b.db' })
    assert.deepEqual(readOf(parse('sqlite:///a/b.db')), { kind: 'sqlite', file: '/a/b.db' })
    refuses(parse, ['sqlite:', 'sqlite://a/b.db', 'sqlite::memory:', 'sqlite:a.db?mode=ro'])
  })

  test('of PostgreSQL is kept as it is, and hidden', () => {
    for (const url of ['postgres://u:p@h:5432/d', 'postgresql:///d?host=/run/postgresql']) {
      const address = readOf(parse(url))
      assert.ok(address?.kind === 'postgres')
      assert.equal(address.url.reveal(), url)
    }
    refuses(parse, ['mysql://h/d', 'postgres:h', '/a/b.db', 'postgres://u:p@h:port/d'])
  })

  test('is shown without its password, wherever that stands', () => {
    assert.equal(hidePassword('postgres://u:p%40ss@h:5432/d'), 'postgres://u:[secret]@h:5432/d')
    assert.equal(
      hidePassword('postgres://h/d?user=u&password=p'),
      'postgres://h/d?user=u&password=[secret]',
    )
    assert.equal(hidePassword('redis://:pw@h:6379'), 'redis://:[secret]@h:6379')
    assert.equal(hidePassword('postgres://h/d'), 'postgres://h/d')
  })
})

test('the console is on or off, and nothing between', () => {
  const { parse } = settings.console
  assert.deepEqual([readOf(parse('on')), readOf(parse('off'))], [true, false])
  refuses(parse, ['true', '0', 'ON', ' off', 'no'])
})

test('trusted proxies are addresses and blocks', () => {
  const { parse } = settings.trustedProxies
  assert.deepEqual(readOf(parse('10.0.0.0/8, ::1')), ['10.0.0.0/8', '::1'])
  refuses(parse, ['proxy.example', '10.0.0.1-10.0.0.2', '10.0.0.0/33', 'loopback', '10.0.0.1,,'])
})

test('allowed hosts are hosts with or without a port, or a star alone', () => {
  const { parse } = settings.allowedHosts
  assert.equal(readOf(parse('*')), '*')
  const hosts = ['a.example', 'b.example:443', '[::1]:8080', '192.0.2.1']
  assert.deepEqual(readOf(parse('A.Example,b.example:443,[0::1]:8080,192.0.2.1')), hosts)
  refuses(parse, [
    '*,a.example',
    '*.example',
    'https://a.example',
    'a.example/',
    'a:b',
    'a:0',
    '[a]',
  ])
  refuses(parse, ['::1', 'a@b', '[::1', '[::1]x', 'a:80:80'])
})

test('outbound exceptions name a port; only this machine is asked without TLS', () => {
  const { parse } = settings.outboundAllow
  assert.deepEqual(readOf(parse('127.0.0.1:9000,IdP:8443')), ['127.0.0.1:9000', 'idp:8443'])
  const plain = ['http://localhost:9000', 'http://127.0.0.1:9000', 'http://[::1]:9000']
  assert.deepEqual(readOf(parse(plain.join(','))), plain)
  refuses(parse, ['idp', '*', 'idp:*', 'http://idp:80', 'http://10.0.0.1:80', 'http://localhost'])
  refuses(parse, [
    'https://idp:443',
    'http://localhost:80/x',
    'http://a@localhost:80',
    '10.0.0.0/8',
  ])
})

test('rate limits are set one by one, or all off', () => {
  const { parse } = settings.rateLimits
  const { loginsPerMinute, callsPerMinute, loginFailuresPerMinute } =
    readOf(parse('logins=5, calls=off')) ?? {}
  assert.deepEqual([loginsPerMinute, loginFailuresPerMinute, callsPerMinute], [5, 20, undefined])
  assert.deepEqual(Object.values(readOf(parse('off')) ?? {}), Array(4).fill(undefined))
  refuses(parse, ['logins', 'logins=0', 'logins=-1', 'logins=1e3', 'logins=1=2', '__proto__=1'])
  refuses(parse, ['logins=1,logins=2', 'off,logins=1', 'login=1', '=1'])
})

test('flags, levels and counts are exact', () => {
  assert.deepEqual(['true', '1', 'false', '0'].map(settings.devTls.parse).map(readOf), [
    true,
    true,
    false,
    false,
  ])
  refuses(settings.devTls.parse, ['yes', 'TRUE', '2'])
  refuses(settings.logLevel.parse, ['INFO', 'verbose', 'constructor'])
  refuses(settings.workers.parse, ['0', '257', 'max', '1.5'])
  refuses(settings.signingKeyDays.parse, ['0', '3651', '90d', '1.5', '-1'])
})

test('a Valkey URL is one', () => {
  const { parse } = settings.valkeyUrl
  for (const url of ['valkey://h', 'redis://:p@h:6379', 'rediss://h/1']) {
    assert.equal(readOf(parse(url))?.reveal(), url)
  }
  refuses(parse, ['http://h', 'redis:h', 'redis://', 'redis:///1'])
})
