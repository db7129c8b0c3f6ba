import { type Static, Type } from 'typebox'

/** The audit trail on the wire, contract 1 section 6, and our check of its chain. */

/** The body of the audit query, as GraphQL over HTTP has it; unknown members are ignored. */
export const AuditQueryBody = Type.Object({
  query: Type.String({
    description: 'GraphQL with the root field `auditData`',
    examples: ['{auditData(first:50){objectType element oldValue newValue changeDate}}'],
  }),
  variables: Type.Optional(Type.Unsafe<object | null>({ type: ['object', 'null'] })),
  operationName: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'] })),
})

/** The answer of the audit query: what was selected, under its aliases. */
export const AuditQueryAnswer = Type.Object(
  {
    data: Type.Optional(Type.Unsafe<object | null>({ type: ['object', 'null'] })),
    errors: Type.Optional(Type.Array(Type.Object({}, { additionalProperties: true }))),
  },
  { additionalProperties: true },
)

const flagText = Type.Unsafe<string>({ type: 'string', enum: ['true', 'false'] })
const optionalText = (description: string) => Type.Optional(Type.String({ description }))

/** The parameters of the export, contract 1 section 6.2. */
export const AuditExportQuery = Type.Object({
  fromDate: optionalText('yyyy-MM-dd, that day included'),
  toDate: optionalText('yyyy-MM-dd, that day included'),
  limit: optionalText('How many at most, to 1000000, which is the default'),
  users: optionalText('Login names or ids of users, with commas between them'),
  componentTypes: optionalText('Codes such as ACUserObject, with commas between them'),
  language: optionalText('en-US'),
  timezone: optionalText('IANA name; US/Eastern is the default'),
  lpa: Type.Optional(flagText),
  automaticUpdates: Type.Optional(flagText),
  objectIds: optionalText('Ids of objects, with commas between them'),
  addresses: optionalText('From where it was done, with commas between them'),
  actionTypes: optionalText('Such as Edit or Delete, with commas between them'),
  text: optionalText('Anywhere in an event, in any case of letters'),
})

/** An event that an earlier check has seen, kept where the database cannot be written from. */
export const AuditCheckpoint = Type.Object(
  {
    sequence: Type.Integer({ minimum: 1 }),
    hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  },
  { additionalProperties: false },
)
export type AuditCheckpoint = Static<typeof AuditCheckpoint>

/** What may be sent with the check of the chain; nothing is demanded. */
export const AuditVerifyBody = Type.Object(
  { checkpoint: Type.Optional(AuditCheckpoint) },
  { additionalProperties: false },
)
export type AuditVerifyBody = Static<typeof AuditVerifyBody>

/** What the check found. `to` and `hash` are a checkpoint for the next one. */
export const AuditVerdict = Type.Object(
  {
    ok: Type.Boolean(),
    events: Type.Optional(Type.Integer({ description: 'How many are kept, if the chain holds' })),
    from: Type.Optional(Type.Integer()),
    to: Type.Optional(Type.Integer()),
    hash: Type.Optional(Type.String()),
    sequence: Type.Optional(Type.Integer({ description: 'The first event that is not right' })),
    reason: Type.Optional(Type.String()),
    message: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
)
export type AuditVerdict = Static<typeof AuditVerdict>
