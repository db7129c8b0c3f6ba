import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Config } from '#config/config.ts'
import { ConfigError } from '#config/config-error.ts'
import { readConfig } from '#config/read-config.ts'
import type { Environment } from '#config/read-values.ts'
import { settings } from '#config/settings.ts'

function faultsOf(environment: Environment): readonly string[] {
  return errorOf(environment).faults.map(({ variable }) => variable)
}

function errorOf(environment: Environment): ConfigError {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  return assert.fail('the configuration was accepted')
}

describe('with nothing set', () => {
  test('everything has a safe default', () => {
    assert.deepEqual(readConfig({ PATH: '/usr/bin' }), {
      host: '127.0.0.1',
      port: 8080,
      publicOrigin: 'http://localhost:8080',
      dataDir: resolve('data'),
      database: { kind: 'sqlite', file: resolve('data/watchword.db') },
      masterKeys: [],
      kickstartFile: undefined,
      tls: { kind: 'off' },
      console: true,
      trustedProxies: [],
      allowedHosts: undefined,
      logLevel: 'info',
      rateLimits: {
        ...{ loginsPerMinute: 60, loginFailuresPerMinute: 20, callsPerMinute: 6000 },
        newcomersPerMinute: 120,
      },
      opsPort: undefined,
      workers: 1,
      signingKeyDays: 90,
      outboundAllow: [],
      valkeyUrl: undefined,
      warnings: [],
    } satisfies Config)
  })

  test('the configuration cannot be changed, at any depth', () => {
    const config = readConfig({})
    assert.ok(Object.isFrozen(config))
    assert.ok(Object.isFrozen(config.rateLimits))
    assert.ok(Object.isFrozen(config.trustedProxies))
  })
})

test('every fault is named at once, with what to do', () => {
  const error = errorOf({
    WATCHWORD_PORT: '80a',
    WATCHWORD_HOST: 'http://x',
    WATCHWORD_TLS_CERT: 'cert.pem',
    WATCHWORD_LOGLEVEL: 'info',
    WATCHWORD_WORKERS: '2',
  })
  assert.deepEqual(
    error.faults.map(({ variable }) => variable),
    [
      'WATCHWORD_LOGLEVEL',
      'WATCHWORD_HOST',
      'WATCHWORD_PORT',
      'WATCHWORD_TLS_KEY',
      'WATCHWORD_WORKERS',
    ],
  )
  assert.match(error.message, /^The configuration has 5 faults:\n {2}WATCHWORD_LOGLEVEL is not a/)
  assert.match(error.message, /WATCHWORD_PORT is "80a", not a port\.\n {4}Give a whole number/)
  for (const { problem, advice } of error.faults) {
    assert.ok(problem.length > 0)
    assert.ok(advice.length > 0)
  }
})

describe('an unknown variable', () => {
  test('is a fault that names the setting that was meant', () => {
    assert.match(errorOf({ WATCHWORD_LOGLEVEL: 'info' }).message, /mean WATCHWORD_LOG_LEVEL\?/)
    assert.match(errorOf({ watchword_port: '1' }).message, /mean WATCHWORD_PORT\?/)
    assert.doesNotMatch(errorOf({ WATCHWORD_BANANA: 'x' }).message, /mean/)
  })

  test('does not show its value, which may be a secret', () => {
    assert.doesNotMatch(errorOf({ WATCHWORD_MASTERKEY: 'hunter2' }).message, /hunter2/)
  })

  test('of a Kubernetes service link says how to be rid of it', () => {
    const error = errorOf({
      WATCHWORD_PORT: 'tcp://10.0.0.1:8080',
      WATCHWORD_SERVICE_HOST: '10.0.0.1',
      WATCHWORD_PORT_8080_TCP_ADDR: '10.0.0.1',
    })
    assert.equal(error.faults.length, 3)
    for (const { advice } of error.faults) assert.match(advice, /enableServiceLinks: false/)
  })
})

test('a variable that is set but empty is a fault, not a default', () => {
  for (const { name } of Object.values(settings)) {
    assert.deepEqual(faultsOf({ [name]: ' ' }).includes(name), true, name)
  }
})

describe('the public origin', () => {
  const derived = [
    [{}, 'http://localhost:8080'],
    [{ WATCHWORD_HOST: '::1', WATCHWORD_PORT: '80' }, 'http://localhost'],
    [{ WATCHWORD_HOST: '127.0.0.9', WATCHWORD_DEV_TLS: '1' }, 'https://localhost:8080'],
    [{ WATCHWORD_TLS_CERT: 'c', WATCHWORD_TLS_KEY: 'k' }, 'https://localhost:8080'],
    [{ WATCHWORD_PUBLIC_ORIGIN: 'https://Auth.Example.com/' }, 'https://auth.example.com'],
    [{ WATCHWORD_PUBLIC_ORIGIN: 'https://a.example:443' }, 'https://a.example'],
  ] as const
  for (const [environment, origin] of derived) {
    test(`${JSON.stringify(environment)} gives ${origin}`, () => {
      assert.equal(readConfig(environment).publicOrigin, origin)
    })
  }

  test('is required when other machines are let in', () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'auth.example.com']) {
      assert.deepEqual(faultsOf({ WATCHWORD_HOST: host }), ['WATCHWORD_PUBLIC_ORIGIN'])
    }
  })

  test('cannot be http when the server speaks https', () => {
    const environment = { WATCHWORD_DEV_TLS: 'true', WATCHWORD_PUBLIC_ORIGIN: 'http://localhost' }
    assert.deepEqual(faultsOf(environment), ['WATCHWORD_PUBLIC_ORIGIN'])
  })
})

describe('TLS', () => {
  test('takes a certificate and its key', () => {
    const { tls } = readConfig({ WATCHWORD_TLS_CERT: 'c.pem', WATCHWORD_TLS_KEY: '/k.pem' })
    assert.deepEqual(tls, { kind: 'files', certFile: resolve('c.pem'), keyFile: '/k.pem' })
  })

  test('refuses half of a pair, and the local certificate beside a pair', () => {
    assert.deepEqual(faultsOf({ WATCHWORD_TLS_KEY: 'k' }), ['WATCHWORD_TLS_CERT'])
    assert.deepEqual(faultsOf({ WATCHWORD_TLS_CERT: 'c' }), ['WATCHWORD_TLS_KEY'])
    const both = { WATCHWORD_TLS_CERT: 'c', WATCHWORD_TLS_KEY: 'k', WATCHWORD_DEV_TLS: 'true' }
    assert.deepEqual(faultsOf(both), ['WATCHWORD_DEV_TLS'])
    assert.equal(readConfig({ ...both, WATCHWORD_DEV_TLS: 'false' }).tls.kind, 'files')
  })
})

describe('the database', () => {
  test('is a file in the data directory by default, wherever that is', () => {
    const { database } = readConfig({ WATCHWORD_DATA_DIR: '/var/lib/w' })
    assert.deepEqual(database, { kind: 'sqlite', file: join('/var/lib/w', 'watchword.db') })
  })

  test('serves many processes only if it is PostgreSQL', () => {
    const postgres = { WATCHWORD_DATABASE_URL: 'postgres://db/w', WATCHWORD_WORKERS: '4' }
    assert.equal(readConfig(postgres).workers, 4)
    const sqlite = { ...postgres, WATCHWORD_DATABASE_URL: 'sqlite:w.db' }
    assert.deepEqual(faultsOf(sqlite), ['WATCHWORD_WORKERS'])
    const unread = { ...postgres, WATCHWORD_DATABASE_URL: 'mysql://db' }
    assert.deepEqual(faultsOf(unread), ['WATCHWORD_DATABASE_URL'])
  })
})

test('the two ports are different', () => {
  assert.deepEqual(faultsOf({ WATCHWORD_OPS_PORT: '8080' }), ['WATCHWORD_OPS_PORT'])
  assert.equal(readConfig({ WATCHWORD_OPS_PORT: '9090' }).opsPort, 9090)
})

describe('a warning is given', () => {
  const cases = [
    [{ WATCHWORD_ALLOWED_HOSTS: '*' }, /tests only.*binding of a signature to our host/],
    [{ WATCHWORD_PUBLIC_ORIGIN: 'http://auth.example.com' }, /travel readable/],
    [{ WATCHWORD_PUBLIC_ORIGIN: 'https://auth.example.com' }, /no proxy is trusted/],
    [{ WATCHWORD_TRUSTED_PROXIES: '0.0.0.0/0' }, /trusts every address/],
    [{ WATCHWORD_TRUSTED_PROXIES: '::/0' }, /trusts every address/],
  ] as const
  for (const [environment, expected] of cases) {
    test(`with ${JSON.stringify(environment)}`, () => {
      const { warnings } = readConfig(environment)
      assert.equal(warnings.length, 1)
      assert.match(warnings[0] ?? '', expected)
    })
  }

  test('for no ordinary setting', () => {
    const environment = {
      WATCHWORD_PUBLIC_ORIGIN: 'https://auth.example.com',
      WATCHWORD_TRUSTED_PROXIES: '10.0.0.0/8',
      WATCHWORD_ALLOWED_HOSTS: 'auth.example.com',
    }
    assert.deepEqual(readConfig(environment).warnings, [])
    assert.deepEqual(readConfig({ WATCHWORD_PUBLIC_ORIGIN: 'http://[::1]:8080' }).warnings, [])
  })
})

test('no fault shows a secret', () => {
  const names = ['WATCHWORD_MASTER_KEY', 'WATCHWORD_DATABASE_URL', 'WATCHWORD_VALKEY_URL']
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom('', 'postgres://u:', 'postgres://u@h:', 'redis://:', 'sqlite://', 'mysql://'),
      (name, prefix) => {
        const secret = randomBytes(12).toString('hex')
        const error = errorOf({ [name]: `${prefix}${secret} ?`, WATCHWORD_PORT: 'x' })
        assert.ok(!`${error.message}${JSON.stringify(error)}`.includes(secret))
      },
    ),
  )
})

test('no environment makes it throw anything but a ConfigError', () => {
  const names = Object.values(settings).map(({ name }) => name)
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), fc.string()), (environment) => {
      try {
        readConfig(environment)
      } catch (error) {
        assert.ok(error instanceof ConfigError)
      }
    }),
  )
})
