/**
 * Settings of an account: what an administrator may change of it (architecture §4, contract 1 §7.1).
 * Only what was set is stored; everything else takes today's default, so a better default reaches
 * every account that never chose.
 */
export type Settings = {
  readonly loginPolicy: LoginPolicy
  readonly accessRestrictions: AccessRestrictions
  readonly sessions: SessionLimits
  readonly retention: Retention
  readonly consumers: ConsumerSettings
  readonly features: Readonly<Record<string, boolean>>
  /** IANA name; shown to clients at login. */
  readonly timeZone: string
}

export type LoginPolicy = {
  /** At least 8; 15 for a sole factor (NIST SP 800-63B-4). */
  readonly minLength: number
  /** Longest run of ascending or descending characters; `null`: any. */
  readonly maxSequential: number | null
  /** How often one character may occur; `null`: any. */
  readonly maxOccurrences: number | null
  readonly requireLetter: boolean
  readonly requireDigit: boolean
  readonly requireSpecial: boolean
  readonly allowLoginNameInside: boolean
  /** Refuse passwords on the list of common ones. */
  readonly screenCommon: boolean
  /** Days until a password must be changed; `null`: never. */
  readonly expiresAfterDays: number | null
  /** How many earlier passwords may not come back; 0: none. */
  readonly historyLength: number
  /** Changes by the user within 24 hours; `null`: any number. */
  readonly maxChangesPerDay: number | null
  /** Failures in a row until the name is locked. */
  readonly maxFailures: number
  /** Minutes until a locked name is free again; `null`: an administrator must unlock it. */
  readonly lockMinutes: number | null
  /** Days without a login until an agent may no longer log in; `null`: never. */
  readonly inactiveAfterDays: number | null
}

export type AccessRestrictions = {
  readonly enabled: boolean
  /** Addresses, `from-to` ranges or CIDR, IPv4 and IPv6. Enabled and empty: everybody is let in. */
  readonly ranges: readonly { readonly range: string; readonly description: string }[]
}

export type SessionLimits = {
  readonly absoluteMinutes: number
  readonly idleMinutes: number
  /** Live sessions of one user; the oldest ends first. */
  readonly maxPerUser: number
}

export type Retention = { readonly auditDays: number }

export type ConsumerSettings = {
  /** Whether consumers may come in without a name (contract 3 section 8.4). */
  readonly anonymous: boolean
  /** The old, long-lived anonymous sign-up (contract 3 section 8.5). */
  readonly signup: boolean
  /** What happens when an anonymous consumer logs in as somebody who was here before (contract 3 section 13.7). */
  readonly stepUp: 'refuse' | 'merge' | 'ask'
  /** Refusals of the consumer IDP are all 500, as the reference's are. */
  readonly legacyErrors: boolean
  /** An `ext_consumer_id` equals the `sub` of this issuer; `null`: of nobody. */
  readonly extIssuer: string | null
}

/** What an administrator has set, section by section. */
export type StoredSettings = {
  readonly loginPolicy?: Partial<LoginPolicy>
  readonly accessRestrictions?: Partial<AccessRestrictions>
  readonly sessions?: Partial<SessionLimits>
  readonly retention?: Partial<Retention>
  readonly consumers?: Partial<ConsumerSettings>
  readonly features?: Readonly<Record<string, boolean>>
  readonly timeZone?: string
}

/** What an account has that set nothing. */
export const defaultSettings: Settings = {
  loginPolicy: {
    minLength: 15,
    maxSequential: null,
    maxOccurrences: null,
    requireLetter: false,
    requireDigit: false,
    requireSpecial: false,
    allowLoginNameInside: false,
    screenCommon: true,
    expiresAfterDays: null,
    historyLength: 0,
    maxChangesPerDay: null,
    maxFailures: 10,
    lockMinutes: 30,
    inactiveAfterDays: null,
  },
  accessRestrictions: { enabled: false, ranges: [] },
  sessions: { absoluteMinutes: 8 * 60, idleMinutes: 20, maxPerUser: 10 },
  retention: { auditDays: 365 },
  consumers: {
    anonymous: true,
    signup: false,
    stepUp: 'merge',
    legacyErrors: false,
    extIssuer: null,
  },
  features: {},
  timeZone: 'UTC',
}

/** The preset `reference`: the login policy of the reference system (contract 1 §7.1). */
export const referenceLoginPolicy: LoginPolicy = {
  minLength: 8,
  maxSequential: null,
  maxOccurrences: null,
  requireLetter: false,
  requireDigit: false,
  requireSpecial: false,
  allowLoginNameInside: true,
  screenCommon: false,
  expiresAfterDays: 90,
  historyLength: 0,
  maxChangesPerDay: null,
  maxFailures: 10,
  lockMinutes: null,
  inactiveAfterDays: 180,
}

/** What holds for an account: what it set, over the defaults. */
export function resolveSettings(stored: StoredSettings): Settings {
  return {
    loginPolicy: { ...defaultSettings.loginPolicy, ...stored.loginPolicy },
    accessRestrictions: { ...defaultSettings.accessRestrictions, ...stored.accessRestrictions },
    sessions: { ...defaultSettings.sessions, ...stored.sessions },
    retention: { ...defaultSettings.retention, ...stored.retention },
    consumers: { ...defaultSettings.consumers, ...stored.consumers },
    features: { ...defaultSettings.features, ...stored.features },
    timeZone: stored.timeZone ?? defaultSettings.timeZone,
  }
}
