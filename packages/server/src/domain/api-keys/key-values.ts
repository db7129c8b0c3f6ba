import {
  type ApiKeyInput,
  parseApiKeyInput,
  parseRerollBody,
} from '@watchword/protocol/api/api-key.ts'
import { fieldsOf } from '@watchword/protocol/api/error-envelope.ts'
import { DomainError } from '#domain/errors.ts'
import { parseIpRange } from '#lib/ip-range.ts'
import type { ApiKey } from './api-key.ts'

/** Reads a body that makes a key; refuses it with every fault. */
export function readNewKey(body: unknown): ApiKeyInput<'create'> {
  return readInput(parseApiKeyInput(body, 'create'))
}

/** Reads a body that changes a key; refuses it with every fault. */
export function readKeyChange(body: unknown): ApiKeyInput<'update'> {
  return readInput(parseApiKeyInput(body, 'update'))
}

/** Reads a body that rerolls a key; refuses it with every fault. */
export function readReroll(body: unknown): { readonly overlapMinutes: number } {
  const read = parseRerollBody(body)
  if (read.ok) return read.value
  throw notValid(fieldsOf(read.faults))
}

function readInput<T extends ApiKeyInput>(
  result:
    | { readonly ok: true; readonly value: T }
    | Extract<ReturnType<typeof parseApiKeyInput>, { readonly ok: false }>,
): T {
  const faults = result.ok ? rangeFaults(result.value) : fieldsOf(result.faults)
  if (result.ok && faults.length === 0) return result.value
  throw notValid(faults)
}

function notValid(fields: readonly string[]): DomainError {
  return new DomainError(
    'validation_failed',
    'The body is not valid; "fields" names every fault.',
    { fields },
  )
}

/** The rule on IP ranges, each fault with its path. */
export function rangeFaults({ ipRanges }: Pick<ApiKeyInput, 'ipRanges'>): readonly string[] {
  return (ipRanges ?? []).flatMap((range, index) =>
    parseIpRange(range) === undefined
      ? [`ipRanges[${index}]: must be an address, a from-to range, or CIDR`]
      : [],
  )
}

/** A key that has just been made. */
export function describeKey(
  input: ApiKeyInput<'create'>,
  { keyId, token, now }: { readonly keyId: string; readonly token: string; readonly now: number },
): ApiKey {
  const blank: ApiKey = {
    keyId,
    token,
    appName: '',
    appDescription: '',
    developerId: '',
    purpose: '',
    keyType: '',
    privileges: [],
    enabled: true,
    ipRanges: [],
    expiresAt: undefined,
    callsPerMinute: undefined,
    createdAt: now,
    updatedAt: now,
    revision: 1,
    deleted: false,
  }
  return mergeKey(blank, input)
}

/** What the input names, over what was; null clears what may be empty. */
export function mergeKey(key: ApiKey, input: ApiKeyInput): ApiKey {
  const { expirationTime, callsPerMinute } = input
  return {
    ...key,
    appName: input.appName ?? key.appName,
    appDescription: input.appDescription ?? key.appDescription,
    developerId: input.developerID ?? key.developerId,
    purpose: input.purpose ?? key.purpose,
    keyType: input.keyType ?? key.keyType,
    privileges: input.privileges ?? key.privileges,
    enabled: input.enabled ?? key.enabled,
    ipRanges: input.ipRanges ?? key.ipRanges,
    expiresAt: expirationTime === undefined ? key.expiresAt : (expirationTime ?? undefined),
    callsPerMinute:
      callsPerMinute === undefined ? key.callsPerMinute : (callsPerMinute ?? undefined),
  }
}
