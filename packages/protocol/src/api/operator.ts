import { type Static, Type } from 'typebox'
import { serviceNames } from './service-names.ts'

/**
 * Bodies of the operator's API, `/operator/v1`. They are ours, so a member that has no name here is
 * refused; what they answer holds nothing of an account's users but their login names.
 */

const strict = { additionalProperties: false } as const

const accountName = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\p{Cc}]*$' })
const zone = Type.String({ pattern: '^[a-z0-9-]{1,40}$', examples: ['local'] })
const status = Type.Enum(['active', 'suspended'])

/** An account, as its operator sees it. Times are ISO 8601. */
export const OperatorAccount = Type.Object({
  id: Type.String({ examples: ['12345678'] }),
  name: Type.String(),
  zone: Type.String(),
  status,
  createdAt: Type.String({ format: 'date-time' }),
  suspendedAt: Type.Optional(Type.String({ format: 'date-time' })),
})
export type OperatorAccount = Static<typeof OperatorAccount>

/** Accounts, by id. `next`: there are more; ask for those after it. */
export const OperatorAccountList = Type.Object({
  accounts: Type.Array(OperatorAccount),
  next: Type.Optional(Type.String()),
})

/** Which accounts are asked for. */
export const OperatorAccountQuery = Type.Object({
  after: Type.Optional(Type.String({ maxLength: 20, description: 'Only ids behind this one' })),
  limit: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,3}$', description: '1000 by default' })),
})

/** An account to make. Without an id, eight digits are chosen. */
export const OperatorAccountCreate = Type.Object(
  {
    id: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_]{1,20}$' })),
    name: accountName,
    zone: Type.Optional(zone),
  },
  strict,
)

/** What of an account may change. */
export const OperatorAccountChange = Type.Object(
  { name: Type.Optional(accountName), zone: Type.Optional(zone), status: Type.Optional(status) },
  { ...strict, minProperties: 1 },
)

/** Nothing brings an erased account back, so its id must be said twice. */
export const OperatorAccountDelete = Type.Object(
  { confirm: Type.String({ description: 'The id of the account' }) },
  strict,
)

/** A user's state after the operator blocked them, or let them in again. */
export const OperatorUser = Type.Object({
  id: Type.Integer(),
  loginName: Type.String(),
  blocked: Type.Boolean(),
})

/** A service whose host is not the usual one, for a zone or an account. */
export const OperatorDirectoryEntry = Type.Object({
  service: Type.String(),
  host: Type.Optional(Type.String({ description: 'host or host:port' })),
  hidden: Type.Boolean(),
})

/** Every service whose host is not the usual one there. */
export const OperatorDirectory = Type.Object({ entries: Type.Array(OperatorDirectoryEntry) })

/** Where a service is reached; or `hidden`: it is not listed. */
export const OperatorDirectoryPut = Type.Object(
  {
    host: Type.Optional(Type.String({ maxLength: 260, description: 'host or host:port' })),
    hidden: Type.Optional(Type.Boolean()),
  },
  { ...strict, minProperties: 1 },
)

/** Path parameters of the operator's API. */
export const OperatorParams = {
  account: Type.Object({ accountId: Type.String() }),
  user: Type.Object({ accountId: Type.String(), userId: Type.String({ pattern: '^\\d{1,16}$' }) }),
  accountService: Type.Object({ accountId: Type.String(), service: Type.Enum([...serviceNames]) }),
  zone: Type.Object({ zone }),
  zoneService: Type.Object({ zone, service: Type.Enum([...serviceNames]) }),
}
