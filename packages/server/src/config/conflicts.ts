import type { Config } from '#config/config.ts'
import type { ConfigFault } from '#config/config-error.ts'
import { isLoopback } from '#config/parse-network.ts'
import type { Values } from '#config/read-values.ts'
import { type SettingKey, settings } from '#config/settings.ts'
import { parseIpRange } from '#lib/ip-range.ts'

/** Settings that are well by themselves, but not together. */
export function conflicts(values: Values): readonly ConfigFault[] {
  return [
    ...originConflicts(values),
    ...tlsConflicts(values),
    ...(values.opsPort !== undefined && values.opsPort === values.port
      ? [conflict('opsPort', `is the same port as ${settings.port.name}`, 'Give another port.')]
      : []),
    ...(values.workers !== undefined && values.workers > 1 && usesSqlite(values)
      ? [
          conflict(
            'workers',
            'is more than one, which SQLite cannot serve',
            `Set it to 1, or ${settings.databaseUrl.name} to a PostgreSQL database.`,
          ),
        ]
      : []),
  ]
}

/** What the configuration permits, but somebody should know about. */
export function warningsOf(config: Omit<Config, 'warnings'>): readonly string[] {
  const warnings: string[] = []
  const origin = new URL(config.publicOrigin)
  const isSecure = origin.protocol === 'https:'
  if (config.allowedHosts === '*') {
    warnings.push(
      `${settings.allowedHosts.name}=* is for tests only: it gives up the binding of a signature ` +
        'to our host, so a request signed for another server is accepted here.',
    )
  }
  if (!isSecure && !isLoopback(origin.hostname.replace(/[[\]]/g, ''))) {
    warnings.push(
      `${settings.publicOrigin.name} begins with http: passwords and tokens travel readable.`,
    )
  }
  if (isSecure && config.tls.kind === 'off' && config.trustedProxies.length === 0) {
    warnings.push(
      `${settings.publicOrigin.name} begins with https, but TLS is off and no proxy is trusted: ` +
        `signed requests will not verify until ${settings.trustedProxies.name} names the proxy.`,
    )
  }
  const trusted = config.trustedProxies.map(parseIpRange)
  if (trusted.some((range) => range?.first === 0n && range.last > 0xffff_fffen)) {
    warnings.push(
      `${settings.trustedProxies.name} trusts every address: anybody can claim to be anywhere.`,
    )
  }
  return warnings
}

function originConflicts(values: Values): readonly ConfigFault[] {
  const { host, publicOrigin, devTls } = values
  if (!values.isSet('publicOrigin') && host !== undefined && !isLoopback(host)) {
    return [
      conflict(
        'publicOrigin',
        `is not set, but ${settings.host.name} lets other machines in`,
        'Give the origin under which clients reach the server: https://auth.example.com',
      ),
    ]
  }
  const servesTls = devTls === true || values.isSet('tlsCert') || values.isSet('tlsKey')
  return servesTls && publicOrigin?.startsWith('http:')
    ? [
        conflict(
          'publicOrigin',
          'begins with http:, but the server speaks https',
          'Write https:, or turn TLS off.',
        ),
      ]
    : []
}

function tlsConflicts(values: Values): readonly ConfigFault[] {
  const hasCert = values.isSet('tlsCert')
  const hasKey = values.isSet('tlsKey')
  if (values.devTls === true && (hasCert || hasKey)) {
    return [
      conflict(
        'devTls',
        `is on, together with ${settings.tlsCert.name} or ${settings.tlsKey.name}`,
        'Choose: the local certificate, or the files.',
      ),
    ]
  }
  if (hasCert === hasKey) return []
  const [missing, given] = hasCert
    ? (['tlsKey', 'tlsCert'] as const)
    : (['tlsCert', 'tlsKey'] as const)
  return [
    conflict(
      missing,
      `is not set, but ${settings[given].name} is`,
      'Set both for https, or none for http.',
    ),
  ]
}

function usesSqlite({ databaseUrl, isSet }: Values): boolean {
  return isSet('databaseUrl') ? databaseUrl?.kind === 'sqlite' : true
}

function conflict(key: SettingKey, problem: string, advice: string): ConfigFault {
  return { variable: settings[key].name, problem, advice }
}
