import { type Static, Type } from 'typebox'

/** What is counted of an account's traffic: a resource of our own. */

const strict = { additionalProperties: false }
const when =
  'A day of the account (`2026-01-31`), or a moment with its time zone (`2026-01-31T12:00:00Z`)'
const pattern =
  '^\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?(?:Z|[+-]\\d{2}:\\d{2}))?$'

/** By what traffic is told apart. */
export const statisticDimensions = [
  'api',
  'credential',
  'key',
  'application',
  'connector',
  'refusal',
  'login',
  'handshake',
] as const

/** Which statistics are asked for. */
export const StatisticsQuery = Type.Object({
  dimension: Type.Enum(statisticDimensions, {
    description: 'By what the traffic is told apart',
    examples: ['credential'],
  }),
  by: Type.Optional(
    Type.Enum(['hour', 'day'] as const, { description: 'How fine; `hour` by itself' }),
  ),
  from: Type.Optional(
    Type.String({
      pattern,
      maxLength: 35,
      description: `${when}. By itself 24 hours, or 30 days, before the end`,
    }),
  ),
  to: Type.Optional(
    Type.String({
      pattern,
      maxLength: 35,
      description: `${when}, up to which it goes: the day is included, the moment is not. By itself, now`,
    }),
  ),
})
export type StatisticsQuery = Static<typeof StatisticsQuery>

const Tally = Type.Object(
  {
    count: Type.Integer({ description: 'All of them' }),
    refused: Type.Integer({ description: 'Those of them that were refused' }),
    failed: Type.Integer({ description: 'Those of them that failed here' }),
  },
  strict,
)

const numbers = Type.Array(Type.Integer(), { description: 'One for each of `periods`' })

/** Counts by hour or day, without gaps. */
export const StatisticsSeries = Type.Object(
  {
    dimension: Type.Enum(statisticDimensions),
    by: Type.Enum(['hour', 'day'] as const),
    timeZone: Type.String({ description: 'The account’s, by whose calendar days are counted' }),
    periods: Type.Array(Type.String(), {
      description: 'The beginning of each hour (ISO 8601, UTC), or each day (`2026-01-31`)',
    }),
    total: Tally,
    series: Type.Array(
      Type.Object(
        {
          name: Type.String({
            description:
              'What is counted. `other`: all that are beyond the 100 with the most, or the 500 of a moment',
          }),
          total: Tally,
          count: numbers,
          refused: numbers,
          failed: numbers,
        },
        strict,
      ),
      { description: 'The most frequent first' },
    ),
  },
  strict,
)
export type StatisticsSeries = Static<typeof StatisticsSeries>

/** Why something of an account wants to be looked at, the most urgent first. */
export const attentionKinds = [
  'connector_failing',
  'user_locked',
  'key_expired',
  'key_expiring',
  'key_unused',
  'application_unused',
  'application_without_grant',
  'signing_key_rotating',
] as const

/** What of an account wants to be looked at. */
export const AccountAttention = Type.Object(
  {
    checkedAt: Type.String({ description: 'ISO 8601, UTC' }),
    attention: Type.Array(
      Type.Object(
        {
          kind: Type.Enum(attentionKinds),
          total: Type.Integer({ description: 'How many there are' }),
          items: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                name: Type.String(),
                at: Type.Union([Type.String(), Type.Null()], {
                  description:
                    'ISO 8601, UTC: when it ends or happens, or when it was last used; `null`: never, or not known',
                }),
                href: Type.String({ description: 'Where to look' }),
              },
              strict,
            ),
            { description: 'The first 50' },
          ),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type AccountAttention = Static<typeof AccountAttention>
