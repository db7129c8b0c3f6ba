import { componentLabel } from '@watchword/protocol/api/audit-components.ts'
import type { GraphQLScalarType, GraphQLSchema, ValueNode } from 'graphql'
import type { AuditEvent } from '#domain/audit/audit-event.ts'
import type { AuditQuestion } from '#domain/audit/query-audit.ts'
import { formatChangeDate } from './change-date.ts'

/** The `graphql` package, which is only loaded once somebody asks. */
export type GraphQL = typeof import('graphql')

/** What one execution of a query knows. */
export type AuditContext = {
  ask(question: AuditQuestion): Promise<readonly AuditLine[]>
}

/** An event, and the time zone in which it is told. */
export type AuditLine = { readonly event: AuditEvent; readonly timeZone: string }

/**
 * The schema of the audit query (contract 1 §6.1). The reference says neither whether literals are enums or
 * strings, nor what type each argument has, so each takes every spelling that has one meaning.
 */
export function buildAuditSchema(graphql: GraphQL): GraphQLSchema {
  const { GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema } = graphql
  const word = wordScalar(graphql)
  const words = { type: new GraphQLList(new GraphQLNonNull(word)) }
  const flag = { type: flagScalar(graphql) }
  const count = { type: countScalar(graphql) }
  const line = new GraphQLObjectType<AuditLine>({ name: 'AuditData', fields: lineFields(graphql) })
  const query = new GraphQLObjectType<unknown, AuditContext>({
    name: 'Query',
    fields: {
      auditData: {
        type: new GraphQLList(new GraphQLNonNull(line)),
        args: {
          fromDate: { type: word, description: 'yyyy-MM-dd, included' },
          toDate: { type: word, description: 'yyyy-MM-dd, included' },
          first: { ...count, description: 'How many: 50, at most 1000' },
          offset: count,
          orderBy: { ...words, description: 'changeTimestamp, objectType or originator' },
          orderDirection: { ...words, description: 'ASC or DESC, one beside each of orderBy' },
          users: { ...words, description: 'Login names or ids' },
          componentTypes: words,
          language: { type: word },
          timezone: { type: word, description: 'IANA name; US/Eastern' },
          lpa: flag,
          automaticUpdates: flag,
          // Ours.
          belowSequence: {
            ...count,
            description: 'Only events before that number, the last first',
          },
          objectIds: words,
          addresses: { ...words, description: 'From where it was done' },
          actionTypes: { ...words, description: 'Such as Edit or Delete' },
          text: { type: word, description: 'Anywhere in an event, in any case of letters' },
        },
        resolve: (_root, args, context) => context.ask(parseArguments(args)),
      },
    },
  })
  return new GraphQLSchema({ query })
}

function lineFields({ GraphQLBoolean, GraphQLInt, GraphQLList, GraphQLString }: GraphQL) {
  const text = (tell: (line: AuditLine) => string | undefined) => ({
    type: GraphQLString,
    resolve: tell,
  })
  return {
    accountId: text(({ event }) => event.accountId),
    objectType: text(({ event }) => componentLabel(event.objectType)),
    objectName: text(({ event }) => event.objectName),
    element: text(({ event }) => event.element),
    oldValue: text(({ event }) => event.oldValue),
    newValue: text(({ event }) => event.newValue),
    originator: text(({ event }) => event.actor.fullName || event.actor.loginName),
    originatorLoginName: text(({ event }) => event.actor.loginName),
    originatorUserId: text(({ event }) => event.actor.userId?.toString()),
    originatorUserAgent: text(({ event }) => event.actor.userAgent),
    originatorAuthType: text(({ event }) => event.actor.authType),
    originatorIsLpa: {
      type: GraphQLBoolean,
      resolve: ({ event }: AuditLine) => event.actor.isLpa,
    },
    changeDate: text(({ event, timeZone }) => formatChangeDate(event.at, timeZone)),
    // Ours: the reference has the first four in its CSV, without names for a query.
    changedAt: text(({ event }) => new Date(event.at).toISOString()),
    objectId: text(({ event }) => event.objectId),
    actionType: text(({ event }) => event.action),
    originatorEmployeeId: text(({ event }) => event.actor.employeeId),
    originatorProfiles: {
      type: new GraphQLList(GraphQLString),
      resolve: ({ event }: AuditLine) => event.actor.profiles,
    },
    address: text(({ event }) => event.actor.address),
    requestId: text(({ event }) => event.requestId),
    sequence: { type: GraphQLInt, resolve: ({ event }: AuditLine) => event.sequence },
  }
}

/** A text, written as a string, an enum value or a whole number. */
function wordScalar(graphql: GraphQL): GraphQLScalarType<string> {
  return inputScalar(graphql, 'Word', 'a string', (value) =>
    typeof value === 'string' || Number.isSafeInteger(value) ? `${value}` : undefined,
  )
}

/** A whole number, as such or as its digits in a string. */
function countScalar(graphql: GraphQL): GraphQLScalarType<number> {
  return inputScalar(graphql, 'Count', 'a whole number', (value) => {
    const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
    return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
  })
}

/** A truth value, as such or as a string. */
function flagScalar(graphql: GraphQL): GraphQLScalarType<boolean> {
  return inputScalar(graphql, 'Flag', 'true or false', (value) => {
    const text = typeof value === 'boolean' ? `${value}` : value
    return text === 'true' ? true : text === 'false' ? false : undefined
  })
}

function inputScalar<T>(
  graphql: GraphQL,
  name: string,
  expected: string,
  read: (value: unknown) => T | undefined,
): GraphQLScalarType<T> {
  const readOrRefuse = (value: unknown): T => {
    const found = read(value)
    if (found === undefined) throw new graphql.GraphQLError(`This must be ${expected}.`)
    return found
  }
  return new graphql.GraphQLScalarType<T>({
    name,
    coerceInputValue: readOrRefuse,
    coerceInputLiteral: (node) => readOrRefuse(literalOf(node)),
  })
}

function literalOf(node: ValueNode): unknown {
  if (node.kind === 'IntValue') return Number(node.value)
  if (node.kind === 'StringValue' || node.kind === 'EnumValue') return node.value
  return node.kind === 'BooleanValue' ? node.value : undefined
}

/** The scalars above have read every value; `null` is the same as absence. */
function parseArguments(args: Readonly<Record<string, unknown>>): AuditQuestion {
  const given = Object.entries(args).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(given) as AuditQuestion
}
