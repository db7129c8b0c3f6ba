import { join, resolve } from 'node:path'
import type { Config, TlsConfig } from '#config/config.ts'
import { ConfigError } from '#config/config-error.ts'
import { conflicts, warningsOf } from '#config/conflicts.ts'
import type { DatabaseAddress } from '#config/parse-secrets.ts'
import { type Environment, readValues, type Values } from '#config/read-values.ts'

/**
 * Reads the configuration from the environment. Throws a `ConfigError` that names every fault.
 * A variable that is set but empty is a fault: an empty secret must not pass for a missing one.
 */
export function readConfig(environment: Environment): Config {
  const { values, faults } = readValues(environment)
  const allFaults = [...faults, ...conflicts(values)]
  if (allFaults.length > 0) throw new ConfigError(allFaults)
  const config = createConfig(values)
  return deepFreeze({ ...config, warnings: warningsOf(config) })
}

function createConfig(values: Values): Omit<Config, 'warnings'> {
  const port = present(values.port)
  const dataDir = resolve(present(values.dataDir))
  const tls = createTls(values)
  const scheme = tls.kind === 'off' ? 'http' : 'https'
  return {
    host: present(values.host),
    port,
    publicOrigin: values.publicOrigin ?? new URL(`${scheme}://localhost:${port}`).origin,
    dataDir,
    database: createDatabase(values.databaseUrl, dataDir),
    masterKeys: values.masterKeys ?? [],
    kickstartFile: values.kickstartFile === undefined ? undefined : resolve(values.kickstartFile),
    tls,
    console: present(values.console),
    trustedProxies: values.trustedProxies ?? [],
    allowedHosts: values.allowedHosts,
    logLevel: present(values.logLevel),
    rateLimits: present(values.rateLimits),
    opsPort: values.opsPort,
    workers: present(values.workers),
    signingKeyDays: present(values.signingKeyDays),
    outboundAllow: values.outboundAllow ?? [],
    valkeyUrl: values.valkeyUrl,
  }
}

function createTls({ devTls, tlsCert, tlsKey }: Values): TlsConfig {
  if (devTls === true) return { kind: 'dev' }
  if (tlsCert === undefined || tlsKey === undefined) return { kind: 'off' }
  return { kind: 'files', certFile: resolve(tlsCert), keyFile: resolve(tlsKey) }
}

function createDatabase(address: DatabaseAddress | undefined, dataDir: string): DatabaseAddress {
  if (address === undefined) return { kind: 'sqlite', file: join(dataDir, 'watchword.db') }
  return address.kind === 'sqlite' ? { ...address, file: resolve(address.file) } : address
}

/** The value of a setting that has a default text: without a fault, it is always there. */
function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('A setting with a default has no value.')
  return value
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}
