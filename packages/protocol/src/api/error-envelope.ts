import { type Static, Type } from 'typebox'
import type { Fault } from './input-reader.ts'

/**
 * Error bodies, contract 1 section 0.1 and contract README "error shapes".
 * OAuth 2.0 and OAuth 1.0 have shapes of their own, elsewhere.
 */

/** The error inside the envelope, contract 1 section 0.1 (1) and (2). */
export const ErrorDetail = Type.ReadonlyObject(
  Type.Object({
    time: Type.String({ description: 'UTC, such as `Sep 22, 2016 4:10:15 PM`' }),
    message: Type.String(),
    internalCode: Type.Integer(),
    responseStatus: Type.String({ description: 'The HTTP reason in upper case' }),
    fields: Type.Optional(
      Type.Immutable(Type.Array(Type.String({ description: '`<path>: <reason>`' }))),
    ),
  }),
)
export type ErrorDetail = Static<typeof ErrorDetail>

/** The envelope of login, account-config and our own APIs, contract README "error shapes". */
export const ErrorEnvelope = Type.ReadonlyObject(Type.Object({ error: ErrorDetail }))
export type ErrorEnvelope = Static<typeof ErrorEnvelope>

/** The Domain API's error, unwrapped and with `time` in ms since 1970, contract 1 section 0.1 (3). */
export const DomainApiError = Type.ReadonlyObject(
  Type.Object({ time: Type.Integer(), message: Type.String(), internalCode: Type.Integer() }),
)
export type DomainApiError = Static<typeof DomainApiError>

const responseStatusNames: ReadonlyMap<number, string> = new Map([
  [400, 'BAD_REQUEST'],
  [401, 'UNAUTHORIZED'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [405, 'METHOD_NOT_ALLOWED'],
  [406, 'NOT_ACCEPTABLE'],
  [408, 'REQUEST_TIMEOUT'],
  [409, 'CONFLICT'],
  [410, 'GONE'],
  [411, 'LENGTH_REQUIRED'],
  [412, 'PRECONDITION_FAILED'],
  [413, 'REQUEST_ENTITY_TOO_LARGE'],
  [414, 'REQUEST_URI_TOO_LONG'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
  [422, 'UNPROCESSABLE_ENTITY'],
  [429, 'TOO_MANY_REQUESTS'],
  [431, 'REQUEST_HEADER_FIELDS_TOO_LARGE'],
  [451, 'UNAVAILABLE_FOR_LEGAL_REASONS'],
  [500, 'INTERNAL_SERVER_ERROR'],
  [501, 'NOT_IMPLEMENTED'],
  [502, 'BAD_GATEWAY'],
  [503, 'SERVICE_UNAVAILABLE'],
  [504, 'GATEWAY_TIMEOUT'],
])

/**
 * The `responseStatus` of an HTTP status, contract 1 section 0.1 (1). A status without a name of
 * its own takes the name of its class.
 */
export function responseStatusOf(status: number): string {
  const name = responseStatusNames.get(status)
  return name ?? (status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST')
}

/** The `fields` of an envelope: every fault, path and reason, contract README "validation failure". */
export function fieldsOf(faults: readonly Fault[]): readonly string[] {
  return faults.map(({ path, reason }) => `${path === '' ? 'body' : path}: ${reason}`)
}
