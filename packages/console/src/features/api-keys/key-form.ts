import type { ApiKeyObject } from '@watchword/protocol/api/api-key.ts'
import { rangesOf, wrongRanges } from './ip-ranges.ts'
import { instantOf, localTimeOf, momentOf } from './key-time.ts'
import { type PrivilegeName, toNames, toPrivileges } from './privileges.ts'

/** A key as it is read without its secrets: the only form of it that is kept. */
export type Key = Omit<ApiKeyObject, 'appSecret' | 'token' | 'tokenSecret'>

/** The form of a key. Fields are called as the API calls them, so that its faults find them. */
export type KeyValues = {
  appName: string
  appDescription: string
  privileges: readonly PrivilegeName[]
  /** One for each line. */
  ipRanges: string
  /** As `datetime-local` has it; empty: it does not end. */
  expirationTime: string
  /** Empty: no limit. */
  callsPerMinute: string | number
}

export const newKey: KeyValues = {
  appName: '',
  appDescription: '',
  privileges: [],
  ipRanges: '',
  expirationTime: '',
  callsPerMinute: '',
}

export function valuesOfKey(key: Key): KeyValues {
  return {
    appName: key.appName,
    appDescription: key.appDescription,
    privileges: toNames(key.privileges),
    ipRanges: key.ipRanges.join('\n'),
    expirationTime: localTimeOf(momentOf(key.expirationTime)),
    callsPerMinute: key.callsPerMinute ?? '',
  }
}

/** What is sent. An end that was not touched is left out: the form holds minutes, the key seconds. */
export function bodyOfKey(values: KeyValues, before: Key | undefined) {
  const { expirationTime, callsPerMinute } = values
  const isSameEnd =
    before !== undefined && expirationTime === localTimeOf(momentOf(before.expirationTime))
  return {
    appName: values.appName.trim(),
    appDescription: values.appDescription.trim(),
    privileges: toPrivileges(values.privileges),
    ipRanges: rangesOf(values.ipRanges),
    callsPerMinute: callsPerMinute === '' ? null : Number(callsPerMinute),
    ...(isSameEnd ? {} : { expirationTime: instantOf(expirationTime) }),
  }
}

/** What is wrong before anything is sent, by field. */
export function faultsOfKey(
  values: KeyValues,
  words: {
    readonly required: string
    readonly privileges: string
    readonly ranges: (wrong: readonly string[]) => string
    readonly rate: string
  },
): Readonly<Partial<Record<keyof KeyValues, string>>> {
  const { appName, privileges, ipRanges, callsPerMinute } = values
  const wrong = wrongRanges(ipRanges)
  const rate = Number(callsPerMinute)
  const isRate = callsPerMinute === '' || (Number.isInteger(rate) && rate >= 1 && rate <= 1_000_000)
  return {
    ...(appName.trim() === '' ? { appName: words.required } : {}),
    ...(privileges.length === 0 ? { privileges: words.privileges } : {}),
    ...(wrong.length === 0 ? {} : { ipRanges: words.ranges(wrong) }),
    ...(isRate ? {} : { callsPerMinute: words.rate }),
  }
}

/** The four values that requests are signed with. */
export type KeyCredentials = {
  readonly keyId: string
  readonly appSecret: string
  readonly token: string
  readonly tokenSecret: string
}

/** Parts a fresh answer: what is kept, and what is shown this once. */
export function partKey(answer: ApiKeyObject): {
  readonly key: Key
  readonly credentials: KeyCredentials
} {
  const { appSecret = '', token = '', tokenSecret = '', ...key } = answer
  return { key, credentials: { keyId: key.keyId, appSecret, token, tokenSecret } }
}
