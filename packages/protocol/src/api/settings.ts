import { type Static, type TSchema, Type } from 'typebox'
import { list, nullable, type Reader, text } from './input-reader.ts'
import { oneOf, schemasOf, strictObject, truth, wholeNumber } from './strict-input.ts'

/**
 * Settings of an account on the wire: our own resource, with the values and ranges of contract 1
 * section 7.1. Each section is one table of readers; the schemas are made from it.
 */

/** The login policy. `null`: no limit, or never. */
export const loginPolicyReaders = {
  minLength: wholeNumber(8, 64),
  maxSequential: nullable(wholeNumber(2, 9)),
  maxOccurrences: nullable(wholeNumber(1, 9)),
  requireLetter: truth,
  requireDigit: truth,
  requireSpecial: truth,
  allowLoginNameInside: truth,
  screenCommon: truth,
  expiresAfterDays: nullable(wholeNumber(1, 120)),
  historyLength: wholeNumber(0, 20),
  maxChangesPerDay: nullable(wholeNumber(1, 100)),
  maxFailures: wholeNumber(1, 20),
  lockMinutes: nullable(wholeNumber(1, 10_080)),
  inactiveAfterDays: nullable(wholeNumber(1, 365)),
}

/** From where users may log in. What a range may be is checked where addresses are known. */
export const accessRestrictionReaders = {
  enabled: truth,
  ranges: list(
    strictObject({ range: text({ min: 1, max: 100 }), description: text({ max: 200 }) }),
    500,
  ),
}

/** How long sessions last, and how many a user has. Uses are noted by the minute, so 5 is the least. */
export const sessionReaders = {
  absoluteMinutes: wholeNumber(5, 1440),
  idleMinutes: wholeNumber(5, 1440),
  maxPerUser: wholeNumber(1, 100),
}

/** How long things are kept. A trail that is gone in a day would hide who shortened it. */
export const retentionReaders = { auditDays: wholeNumber(30, 3650) }

/** Consumers: who may come in without a name, and what becomes of one who then gets a name. */
export const consumerReaders = {
  anonymous: truth,
  signup: truth,
  stepUp: oneOf(['refuse', 'merge', 'ask'] as const),
  legacyErrors: truth,
  extIssuer: nullable(text({ min: 1, max: 255 })),
}

/** The sections whose members are fixed, by name. */
export const sectionReaders = {
  loginPolicy: loginPolicyReaders,
  accessRestrictions: accessRestrictionReaders,
  sessions: sessionReaders,
  retention: retentionReaders,
  consumers: consumerReaders,
}

/** Names of features: what an operator or a client switches on and off. */
export const featureName = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/

/** Features that one account may set. */
export const maxFeatures = 100

type ValueOf<R> = R extends Reader<infer T> ? T : never

/** The values of a table of readers. */
export type ValuesOf<R> = { readonly [K in keyof R]: ValueOf<R[K]> }

/** A change of one section: all of it back to the defaults, or some of its members. */
export type SectionPatch<V> =
  | 'reset'
  | { readonly set: Partial<V>; readonly reset: readonly (keyof V)[] }

/** A change of an account's settings, as it was read (`parseSettingsPatch`). */
export type SettingsPatch = {
  readonly [K in keyof typeof sectionReaders]?: SectionPatch<ValuesOf<(typeof sectionReaders)[K]>>
} & {
  readonly features?: SectionPatch<Readonly<Record<string, boolean>>>
  readonly timeZone?: string | 'reset'
  /** Named values that the rest of the patch is laid over. */
  readonly preset?: 'reference'
  /** Also when it would shut out the caller's own address. */
  readonly force?: boolean
}

const backToDefault = Type.Unsafe<'default'>({ type: 'string', const: 'default' })

/** The body of a change, for the published API. */
export const SettingsPatchBody = Type.Object(
  {
    ...Object.fromEntries(
      Object.entries(sectionReaders).map(([name, readers]) => [name, patchSchema(readers)]),
    ),
    features: orNull(Type.Record(Type.String(), Type.Union([Type.Boolean(), backToDefault]))),
    timeZone: orNull(Type.String({ description: 'IANA name', examples: ['Europe/Berlin'] })),
    preset: Type.Optional(
      Type.Unsafe<'reference'>({
        type: 'string',
        const: 'reference',
        description: "The login policy of the reference's classic settings",
      }),
    ),
    force: Type.Optional(
      Type.Boolean({ description: 'Also if it shuts out the address you call from' }),
    ),
  },
  { additionalProperties: false },
)

function patchSchema(readers: Readonly<Record<string, Reader<unknown>>>): TSchema {
  const members = Object.entries(schemasOf(readers)).map(([name, schema]) => [
    name,
    Type.Optional(Type.Union([schema, backToDefault])),
  ])
  return orNull(Type.Object(Object.fromEntries(members), { additionalProperties: false }))
}

function orNull(schema: TSchema): TSchema {
  return Type.Optional(Type.Union([schema, Type.Null()]))
}

const nullableInteger = Type.Unsafe<number | null>({ type: ['integer', 'null'] })
const strict = { additionalProperties: false }

/** What holds for an account, all of it. */
export const EffectiveSettings = Type.Object(
  {
    loginPolicy: Type.Object(
      {
        minLength: Type.Integer(),
        maxSequential: nullableInteger,
        maxOccurrences: nullableInteger,
        requireLetter: Type.Boolean(),
        requireDigit: Type.Boolean(),
        requireSpecial: Type.Boolean(),
        allowLoginNameInside: Type.Boolean(),
        screenCommon: Type.Boolean(),
        expiresAfterDays: nullableInteger,
        historyLength: Type.Integer(),
        maxChangesPerDay: nullableInteger,
        maxFailures: Type.Integer(),
        lockMinutes: nullableInteger,
        inactiveAfterDays: nullableInteger,
      },
      strict,
    ),
    accessRestrictions: Type.Object(
      {
        enabled: Type.Boolean(),
        ranges: Type.Immutable(
          Type.Array(Type.Object({ range: Type.String(), description: Type.String() }, strict)),
        ),
      },
      strict,
    ),
    sessions: Type.Object(
      {
        absoluteMinutes: Type.Integer(),
        idleMinutes: Type.Integer(),
        maxPerUser: Type.Integer(),
      },
      strict,
    ),
    retention: Type.Object({ auditDays: Type.Integer() }, strict),
    consumers: Type.Object(
      {
        anonymous: Type.Boolean({ description: 'Whether consumers may come in without a name' }),
        signup: Type.Boolean({ description: 'The old, long-lived anonymous sign-up' }),
        stepUp: Type.Unsafe<'refuse' | 'merge' | 'ask'>({
          type: 'string',
          enum: ['refuse', 'merge', 'ask'],
          description: 'When an anonymous consumer logs in as somebody who was here before',
        }),
        legacyErrors: Type.Boolean({ description: 'Refusals of the consumer IDP are 500' }),
        extIssuer: Type.Unsafe<string | null>({
          type: ['string', 'null'],
          description: 'The issuer whose `sub` an `ext_consumer_id` is; `null`: of nobody',
        }),
      },
      strict,
    ),
    features: Type.Record(Type.String(), Type.Boolean()),
    timeZone: Type.String(),
  },
  strict,
)

/** An account's settings: what holds, and which of it was chosen and does not follow the defaults. */
export const SettingsAnswer = Type.Object(
  {
    revision: Type.Integer({ description: 'Also the `ETag`; send it back as `If-Match`' }),
    settings: EffectiveSettings,
    set: Type.Immutable(Type.Array(Type.String({ examples: ['loginPolicy.minLength'] }))),
    defaults: Type.Object(EffectiveSettings.properties, {
      ...strict,
      description: 'What would hold if nothing were set',
    }),
  },
  strict,
)
export type SettingsAnswer = Static<typeof SettingsAnswer>

/** What a change of settings would do, told before it is made. */
export const SettingsPreview = Type.Object(
  {
    changes: Type.Array(
      Type.Object(
        {
          element: Type.String({ examples: ['sessions.idleMinutes'] }),
          oldValue: Type.String(),
          newValue: Type.String(),
        },
        strict,
      ),
      { description: 'As the audit trail will tell them' },
    ),
    address: Type.String({ description: 'From where you call' }),
    shutsOutCaller: Type.Boolean({
      description: 'The access restrictions would let nobody in from there; needs `force`',
    }),
    endsSessions: Type.Integer({ description: 'Open sessions that would end at once' }),
    openSessions: Type.Integer({ description: 'Sessions that are open now' }),
  },
  strict,
)
export type SettingsPreview = Static<typeof SettingsPreview>
