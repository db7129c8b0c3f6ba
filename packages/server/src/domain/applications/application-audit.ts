import { isDeepStrictEqual } from 'node:util'
import type { AuditAction, AuditEntry } from '#domain/audit/audit-event.ts'
import type { Application } from './application.ts'

/** A line of the audit trail without who did it and when. */
export type ApplicationLine = Omit<AuditEntry, 'at' | 'actor' | 'requestId' | 'automatic'>

/**
 * The audit lines of one change of an application: one for each member that is not what it was. Never a secret,
 * so of members that we do not know only that they changed: their authors may have put anything there.
 */
export function auditOfApplication(
  action: Extract<AuditAction, 'Add new' | 'Edit' | 'Delete'>,
  before: Application | undefined,
  after: Application,
): readonly ApplicationLine[] {
  if (action !== 'Edit' || before === undefined) return [lineOf(after, action, 'N/A')]
  const [old, next] = [textsOf(before), textsOf(after)]
  return [...new Set([...Object.keys(old.members), ...Object.keys(next.members)])].flatMap(
    (element) => {
      if (isDeepStrictEqual(old.members[element], next.members[element])) return []
      return [lineOf(after, 'Edit', element, old.text(element), next.text(element))]
    },
  )
}

/** A line about something that is no member: a secret, or what ended. */
export function lineOf(
  { id, manifest }: Application,
  action: AuditAction,
  element: string,
  oldValue = '',
  newValue = '',
): ApplicationLine {
  const objectType = 'ACApplicationObject'
  return {
    action,
    objectType,
    objectId: id,
    objectName: manifest.client_name,
    element,
    oldValue,
    newValue,
  }
}

/** Members whose values are told. */
const told: ReadonlySet<string> = new Set([
  'client_name',
  'display_name',
  'description',
  'enabled',
  'first_party',
  'secret_readable',
  'grant_types',
  'response_types',
  'redirect_uris',
  'scope',
  'logo_uri',
  'quick_launch_enabled',
  'entry_uri',
  'enabled_for_profiles',
  'capabilities',
  'token_endpoint_auth_method',
  'jwks',
  'jwks_uri',
  'id_token_signed_response_alg',
  'access_token_signed_response_alg',
  'access_token_format',
  'post_logout_redirect_uris',
  'application_type',
  'require_pkce',
  'sentinel_consent',
  'global_application_version',
])

function textsOf(application: Application) {
  const { manifest, enabled, firstParty, secretReadable, global } = application
  const members: Readonly<Record<string, unknown>> = {
    ...manifest,
    enabled,
    first_party: firstParty,
    secret_readable: secretReadable,
    ...(global === undefined ? {} : { global_application_version: global.version }),
  }
  const text = (element: string): string => {
    const value = members[element]
    if (value === undefined) return ''
    return told.has(element) ? textOf(element, value) : 'not told'
  }
  return { members, text }
}

function textOf(element: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (element === 'capabilities') return JSON.stringify(value, withoutSecrets)
  return JSON.stringify(value)
}

/** Values of headers, all of an address but its origin, and members that we do not know may be secrets of the receiver. */
function withoutSecrets(name: string, value: unknown): unknown {
  if (name === 'header_value') return 'not told'
  if (name === 'endpoint' && typeof value === 'string' && URL.canParse(value)) {
    return `${new URL(value).origin}/…`
  }
  if (typeof value !== 'string') return value
  return name === 'header_name' || /^\d+$/.test(name) ? value : 'not told'
}
