import { type Static, type TSchema, Type } from 'typebox'

/** How a connector does, and what the doctor says of it: our own resources. */

const strict = { additionalProperties: false }
const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
const moment = () => Type.String({ description: 'ISO 8601, UTC' })
const day = () => Type.String({ description: 'Like 2027-01-31, UTC' })

const reason = Type.Object(
  {
    name: Type.String({ description: 'The rule of the id_token, else the `internalErrorCode`' }),
    count: Type.Integer(),
    lastAt: moment(),
  },
  strict,
)

const server = Type.Object(
  {
    target: Type.String({ enum: ['metadata', 'keys', 'token'] }),
    url: Type.String(),
    state: Type.String({
      enum: ['closed', 'open', 'half-open'],
      description: '`open`: it failed again and again, and is not asked for a while',
    }),
    failuresInARow: Type.Integer(),
    openUntil: orNull(moment()),
    lastSuccessAt: orNull(moment()),
    lastFailure: orNull(
      Type.Object(
        {
          at: moment(),
          kind: Type.String({ description: 'Why it was refused here: `unreachable`, `time`, …' }),
          reason: Type.String(),
        },
        strict,
      ),
    ),
  },
  strict,
)

/** How a connector does. */
export const ConnectorStatus = Type.Object(
  {
    connectorId: Type.Integer(),
    from: day(),
    to: day(),
    lastVerifiedAt: orNull(moment()),
    lastRefused: orNull(reason),
    lastHandshake: orNull(
      Type.Object(
        {
          id: Type.String({ description: 'For …/consumers/handshakes/{id}' }),
          at: moment(),
          code: Type.String(),
          rule: orNull(Type.String()),
          reason: orNull(Type.String()),
          advice: orNull(Type.String()),
        },
        { ...strict, description: 'The newest that was refused in the last day' },
      ),
    ),
    verified: Type.Integer(),
    refused: Type.Array(reason),
    reportOnly: orNull(
      Type.Unsafe<Readonly<Record<string, unknown>>>({
        type: 'object',
        additionalProperties: true,
        description: 'The settings of the connector that only report',
      }),
    ),
    wouldRefuse: Type.Array(reason, {
      description: 'Whom `reportOnly` would refuse, of those that came in',
    }),
    days: Type.Array(
      Type.Object(
        {
          day: day(),
          verified: Type.Integer(),
          refused: Type.Array(reason),
          wouldRefuse: Type.Array(reason),
        },
        strict,
      ),
    ),
    identityProvider: Type.Array(server, {
      description: 'Its servers, as far as the process that answers asked them',
    }),
    keys: orNull(
      Type.Object(
        {
          fetchedAt: moment(),
          freshUntil: Type.String({
            description: 'Fetched again after that; if that fails, used for a day more',
          }),
          used: Type.Array(
            Type.Object({ kid: orNull(Type.String()), algorithm: Type.String() }, strict),
          ),
          unused: Type.Array(
            Type.Object({ kid: orNull(Type.String()), reason: Type.String() }, strict),
          ),
        },
        { ...strict, description: 'Those that the process that answers fetched and keeps' },
      ),
    ),
  },
  strict,
)
export type ConnectorStatus = Static<typeof ConnectorStatus>

/** How every connector of an account does, by id. */
export const ConnectorStatuses = Type.Object(
  {
    statuses: Type.Array(
      Type.Object(
        {
          ...ConnectorStatus.properties,
          days: Type.Optional(ConnectorStatus.properties.days),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type ConnectorStatuses = Static<typeof ConnectorStatuses>

/** How much is told of each. */
export const ConnectorStatusesQuery = Type.Object({
  days: Type.Optional(
    Type.Unsafe<'true' | 'false'>({
      type: 'string',
      enum: ['true', 'false'],
      description: '`false`: the sums alone, without `days`',
    }),
  ),
})
export type ConnectorStatusesQuery = Static<typeof ConnectorStatusesQuery>

const finding = Type.Object(
  {
    id: Type.String(),
    verdict: Type.String({ enum: ['ok', 'warning', 'fault'] }),
    message: Type.String(),
    value: orNull(Type.String()),
    advice: orNull(Type.String()),
  },
  strict,
)

/** What the doctor found. */
export const ConnectorCheck = Type.Object(
  {
    verdict: Type.String({ enum: ['ok', 'warning', 'fault'], description: 'The worst of them' }),
    findings: Type.Array(finding),
  },
  strict,
)
export type ConnectorCheck = Static<typeof ConnectorCheck>
