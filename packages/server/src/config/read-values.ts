import type { ConfigFault } from '#config/config-error.ts'
import { nearestName } from '#config/nearest-name.ts'
import type { Setting } from '#config/setting.ts'
import { type SettingKey, settings } from '#config/settings.ts'

/** Variables as the process has them. */
export type Environment = Readonly<Record<string, string | undefined>>

type ValueOf<Key extends SettingKey> =
  (typeof settings)[Key] extends Setting<infer Value> ? Value : never

/** What each variable says; `undefined` where nothing, or nothing readable, was said. */
export type Values = { readonly [Key in SettingKey]: ValueOf<Key> | undefined } & {
  readonly isSet: (key: SettingKey) => boolean
}

/** Reads every variable by itself, and collects what cannot be read or is no setting at all. */
export function readValues(environment: Environment): {
  readonly values: Values
  readonly faults: readonly ConfigFault[]
} {
  const faults: ConfigFault[] = [...unknownNames(environment)]
  const get = <Value>(setting: Setting<Value>): Value | undefined => {
    const text = environment[setting.name]?.trim() ?? setting.defaultText
    if (text === undefined) return undefined
    const parsed = text === '' ? emptyFault : setting.parse(text)
    if ('value' in parsed) return parsed.value
    faults.push({ variable: setting.name, ...parsed })
    return undefined
  }
  const values = {
    isSet: (key: SettingKey) => environment[settings[key].name] !== undefined,
    host: get(settings.host),
    port: get(settings.port),
    publicOrigin: get(settings.publicOrigin),
    dataDir: get(settings.dataDir),
    databaseUrl: get(settings.databaseUrl),
    masterKeys: get(settings.masterKeys),
    kickstartFile: get(settings.kickstartFile),
    tlsCert: get(settings.tlsCert),
    tlsKey: get(settings.tlsKey),
    devTls: get(settings.devTls),
    console: get(settings.console),
    trustedProxies: get(settings.trustedProxies),
    allowedHosts: get(settings.allowedHosts),
    logLevel: get(settings.logLevel),
    rateLimits: get(settings.rateLimits),
    opsPort: get(settings.opsPort),
    workers: get(settings.workers),
    signingKeyDays: get(settings.signingKeyDays),
    outboundAllow: get(settings.outboundAllow),
    valkeyUrl: get(settings.valkeyUrl),
  }
  return { values, faults }
}

const emptyFault = {
  problem: 'is set, but empty',
  advice: 'Give it a value, or do not set it.',
} as const

function unknownNames(environment: Environment): readonly ConfigFault[] {
  const known: readonly string[] = Object.values(settings).map(({ name }) => name)
  return Object.entries(environment)
    .filter(([name, value]) => value !== undefined && /^watchword_/i.test(name))
    .filter(([name]) => !known.includes(name))
    .map(([variable]) => ({
      variable,
      problem: 'is not a setting',
      advice: adviceFor(variable, known),
    }))
}

function adviceFor(variable: string, known: readonly string[]): string {
  if (/^WATCHWORD_(SERVICE|PORT)_/.test(variable)) {
    return 'It is a service link of Kubernetes: set enableServiceLinks: false on the pod.'
  }
  const meant = nearestName(variable.toUpperCase(), known)
  return meant === undefined
    ? 'Remove it; docs/reference/configuration.md lists the settings.'
    : `Did you mean ${meant}?`
}
