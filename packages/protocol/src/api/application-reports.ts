import { type Static, Type } from 'typebox'

/** What is told of applications beside themselves: our own resources. */

const strict = { additionalProperties: false }
const moment = Type.String({ description: 'ISO 8601, UTC', examples: ['2026-01-15T12:00:00.000Z'] })

/** The quick-launch menu of a user, contract 2 section 1.5. */
export const QuickLaunch = Type.Object(
  {
    applications: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: Type.String({ description: '`display_name`, else `client_name`' }),
          description: Type.String(),
          logoUri: Type.String(),
          entryUri: Type.String({ description: 'Opening it starts the application' }),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type QuickLaunch = Static<typeof QuickLaunch>

/** How far back. */
export const IssuesQuery = Type.Object({
  hours: Type.Optional(
    Type.String({
      pattern: '^(?:[1-9]\\d{0,2}|1\\d{3}|2[01]\\d{2}|220[0-8])$',
      description: 'How many hours back, up to 2208 (92 days); 24 by itself',
    }),
  ),
})
export type IssuesQuery = Static<typeof IssuesQuery>

/** Tokens that an application got in its own name, by hour. */
export const ApplicationIssues = Type.Object(
  {
    hours: Type.Array(
      Type.Object({ hour: moment, tokens: Type.Integer(), lastAt: moment }, strict),
    ),
  },
  strict,
)
export type ApplicationIssues = Static<typeof ApplicationIssues>

/** When each installed application was last used. */
export const ApplicationLastUses = Type.Object(
  {
    applications: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          lastUsedAt: Type.Union([moment, Type.Null()], {
            description:
              'Of a grant, of a token in its own name, or a call in the last 90 days; of calls only the day is known. ' +
              '`null`: no use is known',
          }),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type ApplicationLastUses = Static<typeof ApplicationLastUses>

const openManifest = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  additionalProperties: true,
  description: 'The manifest, as it was published',
})

/** An application that the operator published. */
export const PublishedApplication = Type.Object(
  {
    id: Type.String(),
    version: Type.Integer(),
    firstParty: Type.Boolean(),
    withdrawn: Type.Boolean(),
    createdAt: moment,
    updatedAt: moment,
    manifest: openManifest,
  },
  strict,
)
export type PublishedApplication = Static<typeof PublishedApplication>

export const PublishedApplications = Type.Object(
  { applications: Type.Array(PublishedApplication) },
  strict,
)

/** A published application as an account sees it, with its own installation. */
export const OfferedApplications = Type.Object(
  {
    applications: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          version: Type.Integer(),
          firstParty: Type.Boolean(),
          manifest: openManifest,
          installed: Type.Union([
            Type.Object({ id: Type.String(), version: Type.Integer() }, strict),
            Type.Null(),
          ]),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type OfferedApplications = Static<typeof OfferedApplications>

/** Which version was read and agreed to. */
export const AgreedVersion = Type.Object(
  {
    version: Type.Integer({ minimum: 1, description: 'The version whose manifest you have seen' }),
  },
  strict,
)
export type AgreedVersion = Static<typeof AgreedVersion>

/** What the operator says of an account's application. */
export const FirstPartyBody = Type.Object({ firstParty: Type.Boolean() }, strict)
export type FirstPartyBody = Static<typeof FirstPartyBody>

/** An account's application as the operator sees it: no secret, no webhooks. */
export const OperatorApplication = Type.Object(
  {
    id: Type.String(),
    clientName: Type.String(),
    scope: Type.String(),
    enabled: Type.Boolean(),
    firstParty: Type.Boolean(),
    globalApplicationId: Type.Union([Type.String(), Type.Null()]),
  },
  strict,
)
export type OperatorApplication = Static<typeof OperatorApplication>

export const OperatorApplications = Type.Object(
  { applications: Type.Array(OperatorApplication) },
  strict,
)

/** The catalogue of scopes, at a public address. */
export const ScopeCatalogue = Type.Object(
  {
    scopes: Type.Array(
      Type.Object(
        {
          scope: Type.String(),
          group: Type.String(),
          description: Type.String({ description: 'What it allows, as the consent page says it' }),
          aliases: Type.Array(Type.String(), { description: 'Other names that allow the same' }),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type ScopeCatalogue = Static<typeof ScopeCatalogue>
