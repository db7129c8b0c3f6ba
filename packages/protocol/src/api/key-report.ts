import { type Static, Type } from 'typebox'

/** What our own API tells of keys beside themselves: what they may be allowed, and how they are used. */

const strict = { additionalProperties: false }
const moment = Type.String({ description: 'ISO 8601, UTC', examples: ['2026-01-15T12:00:00.000Z'] })
const day = Type.String({ description: 'A day, UTC', examples: ['2026-01-15'] })
const orNull = <S extends ReturnType<typeof Type.String>>(schema: S) =>
  Type.Union([schema, Type.Null()])

/** Every privilege a key may have, by category. */
export const PrivilegeCatalogue = Type.Object(
  {
    categories: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          apis: Type.Array(
            Type.Object(
              {
                data: Type.String({ description: '`data` of a privilege' }),
                name: Type.String(),
                types: Type.Array(Type.String({ description: '`type` of a privilege' })),
                scopes: Type.Array(
                  Type.String({ description: 'What an OAuth 2.0 application needs, by type' }),
                ),
              },
              strict,
            ),
          ),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type PrivilegeCatalogue = Static<typeof PrivilegeCatalogue>

/** How far back a report goes. */
export const ReportQuery = Type.Object({
  days: Type.Optional(
    Type.String({ pattern: '^([1-9]|[1-8]\\d|90)$', description: '1 to 90; 30. Today is one' }),
  ),
})
export type ReportQuery = Static<typeof ReportQuery>

const dailyUse = Type.Object(
  {
    api: Type.String(),
    day,
    count: Type.Integer(),
    lastAddress: Type.String({ description: 'The address of the last of them' }),
  },
  { ...strict, description: 'Signed calls of one API on one day' },
)
const refusals = Type.Array(
  Type.Object(
    { problem: Type.String(), count: Type.Integer(), lastAt: moment, lastAddress: Type.String() },
    strict,
  ),
)
const lastUse = {
  lastUsedAt: orNull(moment),
  lastUsedAddress: orNull(Type.String()),
}
const named = { keyId: Type.String(), appName: Type.String() }

/** How each key of an account was used, and refused. */
export const KeyUsage = Type.Object(
  {
    from: day,
    to: day,
    keys: Type.Array(
      Type.Object(
        {
          ...named,
          enabled: Type.Boolean(),
          deleted: Type.Boolean(),
          ...lastUse,
          uses: Type.Array(dailyUse),
          refusals,
        },
        strict,
      ),
    ),
    unknownKeys: Type.Object(
      { refusals },
      { ...strict, description: 'Requests with an App key that is none of this account' },
    ),
  },
  strict,
)
export type KeyUsage = Static<typeof KeyUsage>

/** What each key would need as an OAuth 2.0 application, and how much it is still used. */
export const MigrationReport = Type.Object(
  {
    from: day,
    to: day,
    keys: Type.Array(
      Type.Object(
        {
          ...named,
          enabled: Type.Boolean(),
          lastOAuth1UseAt: orNull(moment),
          uses: Type.Array(dailyUse),
          scopes: Type.Array(Type.String()),
          unusedScopes: Type.Array(
            Type.String({ description: 'Of an API that was not called in these days' }),
          ),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type MigrationReport = Static<typeof MigrationReport>

/** Which application a key becomes, and how long the key works on beside it. */
export const MigrateKeyBody = Type.Object(
  {
    name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: '`client_name` of the application; without it, the name of the key',
      }),
    ),
    overlapDays: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 365, description: 'How long both work. 30.' }),
    ),
  },
  strict,
)
export type MigrateKeyBody = Static<typeof MigrateKeyBody>

/** The application in place of a key, and its secret: told this once. */
export const MigratedKey = Type.Object(
  {
    keyId: Type.String(),
    keyEndsAt: moment,
    clientId: Type.String(),
    clientSecret: Type.String(),
    scopes: Type.Array(Type.String()),
    botLoginNames: Type.Array(Type.String(), {
      description: 'Bots that log in with the key, to be given the application',
    }),
  },
  strict,
)
export type MigratedKey = Static<typeof MigratedKey>
