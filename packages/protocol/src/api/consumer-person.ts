import { Type } from 'typebox'
import { subjectFault } from '../consumers/consumer-id.ts'
import { ConsumerId, parseConsumerId } from './consumer-id.ts'

/** Who is meant by an erasure or an export, and by a step-up that is taken back. */

/** One consumer, by one of the names they have. */
export type NamedPerson =
  | { readonly consumerId: string }
  /** Without an issuer, whichever of the account's knows that `sub`. */
  | { readonly issuer: string | undefined; readonly subject: string }
  | { readonly extConsumerId: string }

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  /** Each `path: reason`; none repeats a value. */
  | { readonly ok: false; readonly fields: readonly string[] }

/** For the published API. */
export const PersonBody = Type.Object(
  {
    consumerId: Type.Optional(ConsumerId),
    issuer: Type.Optional(
      Type.String({ description: 'Of the identity provider; needed if several know that `sub`' }),
    ),
    sub: Type.Optional(Type.String({ description: 'By which the identity provider knows them' })),
    extConsumerId: Type.Optional(
      Type.String({ description: 'By which applications know them (`ext_consumer_id`)' }),
    ),
  },
  { additionalProperties: false, description: 'One of `consumerId`, `sub` and `extConsumerId`' },
)

/** For the published API. */
export const UnlinkBody = Type.Object(
  { from: Type.Optional(ConsumerId) },
  {
    additionalProperties: false,
    description: '`from`: the anonymous consumer, where several turned out to be this one',
  },
)

const longestIssuer = 255

/** Reads who is meant: by exactly one name. */
export function readPerson(body: unknown): Reading<NamedPerson> {
  const members = membersOf(body, ['consumerId', 'issuer', 'sub', 'extConsumerId'])
  if (!members.ok) return members
  const { consumerId, issuer, sub, extConsumerId } = members.value
  const given = [consumerId, sub, extConsumerId].filter((name) => name !== undefined)
  if (given.length !== 1) return fault('body: send one of consumerId, sub and extConsumerId')
  if (issuer !== undefined && sub === undefined) return fault('issuer: goes with sub alone')
  if (consumerId !== undefined) {
    const id = parseConsumerId(consumerId)
    return id === undefined
      ? fault('consumerId: must be 64 lower-case hex characters')
      : { ok: true, value: { consumerId: id } }
  }
  const name = sub ?? extConsumerId
  const wrong = subjectFault(name)
  if (wrong !== undefined) return fault(`${sub === undefined ? 'extConsumerId' : 'sub'}: ${wrong}`)
  if (sub === undefined) return { ok: true, value: { extConsumerId: String(name) } }
  if (issuer === undefined || isIssuer(issuer)) {
    return { ok: true, value: { issuer, subject: String(name) } }
  }
  return fault(`issuer: must be text of 1 to ${longestIssuer} characters`)
}

/** Reads which of several links is meant; without a body none is named. */
export function readUnlink(body: unknown): Reading<{ readonly from: string | undefined }> {
  if (body === undefined || body === null) return { ok: true, value: { from: undefined } }
  const members = membersOf(body, ['from'])
  if (!members.ok) return members
  const { from } = members.value
  if (from === undefined) return { ok: true, value: { from } }
  const id = parseConsumerId(from)
  return id === undefined
    ? fault('from: must be 64 lower-case hex characters')
    : { ok: true, value: { from: id } }
}

function isIssuer(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    value.length <= longestIssuer &&
    value.isWellFormed()
  )
}

/** The members of a body that must be an object of these alone; `null` counts as absent. */
function membersOf(
  body: unknown,
  known: readonly string[],
): Reading<Readonly<Record<string, unknown>>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return fault('body: must be an object')
  }
  const unknown = Object.keys(body).filter((name) => !known.includes(name))
  if (unknown.length > 0) return fault(`body: only ${known.join(', ')} may be in it`)
  const given = Object.entries(body).filter(([, value]) => value !== null)
  return { ok: true, value: Object.fromEntries(given) }
}

function fault(field: string): { readonly ok: false; readonly fields: readonly string[] } {
  return { ok: false, fields: [field] }
}
