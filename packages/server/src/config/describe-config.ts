import type { Config } from '#config/config.ts'
import { formatRateLimits } from '#config/parse-rate-limits.ts'
import { hidePassword } from '#config/parse-secrets.ts'
import type { Environment } from '#config/read-values.ts'
import { type SettingKey, settingKeys, settings } from '#config/settings.ts'

/** One setting as it holds now. Holds no secret. */
export type SettingDescription = {
  readonly name: string
  /** `null`: nothing is set, and nothing stands in its place. */
  readonly value: string | null
  readonly from: 'environment' | 'default'
}

/** The configuration as `watchword config --json` prints it. */
export type ConfigDescription = {
  readonly settings: readonly SettingDescription[]
  readonly warnings: readonly string[]
}

/** Describes the effective configuration without its secrets. */
export function describeConfig(environment: Environment, config: Config): ConfigDescription {
  const described = settingKeys.map((key): SettingDescription => {
    const { name } = settings[key]
    const from = environment[name] === undefined ? 'default' : 'environment'
    return { name, value: shown[key](config) ?? null, from }
  })
  return { settings: described, warnings: config.warnings }
}

/** The description as a person reads it: name, value and origin in columns. */
export function formatDescription({ settings: described, warnings }: ConfigDescription): string {
  const rows = described.map(({ name, value, from }) => [name, value ?? '(not set)', from] as const)
  const nameWidth = Math.max(...rows.map(([name]) => name.length))
  const fromWidth = Math.max(...rows.map(([, , from]) => from.length))
  const lines = rows.map(([name, value, from]) =>
    [name.padEnd(nameWidth), from.padEnd(fromWidth), value].join('  '),
  )
  return [...lines, ...warnings.map((warning) => `warning: ${warning}`)].join('\n')
}

const shown: Readonly<Record<SettingKey, (config: Config) => string | undefined>> = {
  host: ({ host }) => host,
  port: ({ port }) => String(port),
  publicOrigin: ({ publicOrigin }) => publicOrigin,
  dataDir: ({ dataDir }) => dataDir,
  databaseUrl: ({ database }) =>
    database.kind === 'sqlite' ? `sqlite:${database.file}` : hidePassword(database.url.reveal()),
  masterKeys: ({ masterKeys, dataDir }) => {
    if (masterKeys.length === 0) return `the key file in ${dataDir}`
    return masterKeys.map(String).join(',')
  },
  kickstartFile: ({ kickstartFile }) => kickstartFile,
  tlsCert: ({ tls }) => (tls.kind === 'files' ? tls.certFile : undefined),
  tlsKey: ({ tls }) => (tls.kind === 'files' ? tls.keyFile : undefined),
  devTls: ({ tls }) => String(tls.kind === 'dev'),
  console: ({ console }) => (console ? 'on' : 'off'),
  trustedProxies: ({ trustedProxies }) => listed(trustedProxies),
  allowedHosts: ({ allowedHosts, publicOrigin }) => {
    if (allowedHosts === undefined) return `${new URL(publicOrigin).host} and the directory's hosts`
    return allowedHosts === '*' ? '*' : listed(allowedHosts)
  },
  logLevel: ({ logLevel }) => logLevel,
  rateLimits: ({ rateLimits }) => formatRateLimits(rateLimits),
  opsPort: ({ opsPort }) => opsPort?.toString(),
  workers: ({ workers }) => String(workers),
  signingKeyDays: ({ signingKeyDays }) => String(signingKeyDays),
  outboundAllow: ({ outboundAllow }) => listed(outboundAllow),
  valkeyUrl: ({ valkeyUrl }) =>
    valkeyUrl === undefined ? undefined : hidePassword(valkeyUrl.reveal()),
}

function listed(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : items.join(',')
}
