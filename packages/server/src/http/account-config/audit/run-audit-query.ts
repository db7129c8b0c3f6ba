import type { GraphQLError } from 'graphql'
import {
  type AuditQueryPorts,
  type AuditQuestion,
  queryAudit,
  requireAuditPackage,
} from '#domain/audit/query-audit.ts'
import type { Caller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import { type AuditContext, buildAuditSchema, type GraphQL } from './graphql-schema.ts'
import { checkQuerySize, queryLimits } from './query-limits.ts'

/** A GraphQL request, as GraphQL over HTTP has it. */
export type GraphQLRequest = {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName: string | undefined
}

/** What is answered, and `X-Total-Count`: that of the first `auditData`. */
export type GraphQLAnswer = { readonly body: unknown; readonly total: number | undefined }

/** Runs the audit query. What is wrong with the request as a whole is refused, and is no answer. */
export async function runAuditQuery(
  ports: AuditQueryPorts,
  caller: Caller,
  body: unknown,
): Promise<GraphQLAnswer> {
  requireAuditPackage(caller)
  const { query, variables, operationName } = parseRequest(body)
  const { graphql, schema } = await loadGraphQL()
  const document = parseDocument(graphql, query)
  checkQuerySize(document)
  const faults = graphql.validate(schema, document, graphql.specifiedRules, { maxErrors: 10 })
  refuseIfAny(faults)
  const totals: (number | undefined)[] = []
  const result = await graphql.execute({
    schema,
    document,
    variableValues: variables,
    operationName,
    contextValue: contextOf(ports, caller, totals),
  })
  // The domain's refusals and our own faults are answered like everywhere else.
  for (const { originalError } of result.errors ?? []) {
    if (originalError !== undefined && !(originalError instanceof graphql.GraphQLError)) {
      throw originalError
    }
  }
  if (result.data === undefined) refuseIfAny(result.errors ?? [])
  return { body: result, total: totals[0] }
}

function contextOf(
  ports: AuditQueryPorts,
  caller: Caller,
  totals: (number | undefined)[],
): AuditContext {
  return {
    ask: async (question: AuditQuestion) => {
      const place = totals.push(undefined) - 1
      const { total, events, timeZone } = await queryAudit(ports, caller, question)
      totals[place] = total
      return events.map((event) => ({ event, timeZone }))
    },
  }
}

/** Loaded at the first query: few processes ever need it, and it is large. */
let loaded: Promise<{ graphql: GraphQL; schema: ReturnType<typeof buildAuditSchema> }> | undefined

function loadGraphQL() {
  loaded ??= import('graphql').then((graphql) => ({ graphql, schema: buildAuditSchema(graphql) }))
  return loaded
}

function parseDocument(graphql: GraphQL, query: string) {
  try {
    return graphql.parse(query, { maxTokens: queryLimits.tokens, noLocation: true })
  } catch (error) {
    if (!(error instanceof graphql.GraphQLError)) throw error
    throw refusalOf([error])
  }
}

/** Members that are not named here are ignored, as GraphQL over HTTP wants it (`extensions`). */
function parseRequest(body: unknown): GraphQLRequest {
  const { query, variables, operationName } = (body ?? {}) as Readonly<Record<string, unknown>>
  const fields = [
    typeof query !== 'string' && 'query: must be a string of GraphQL',
    typeof query === 'string' &&
      query.length > queryLimits.characters &&
      `query: must have at most ${queryLimits.characters} characters`,
    !isAbsent(variables) &&
      (typeof variables !== 'object' || Array.isArray(variables)) &&
      'variables: must be an object',
    !isAbsent(operationName) &&
      typeof operationName !== 'string' &&
      'operationName: must be a string',
  ].filter((fault) => fault !== false)
  if (fields.length > 0) {
    throw new DomainError('validation_failed', 'This is not a GraphQL request.', { fields })
  }
  return {
    query: query as string,
    variables: (variables ?? {}) as Readonly<Record<string, unknown>>,
    operationName: (operationName ?? undefined) as string | undefined,
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function refuseIfAny(errors: readonly GraphQLError[]): void {
  if (errors.length > 0) throw refusalOf(errors)
}

function refusalOf(errors: readonly GraphQLError[]): DomainError {
  return new DomainError('validation_failed', 'The GraphQL query is not valid; see "fields".', {
    fields: errors.map(({ message }) => `query: ${message.slice(0, 300)}`),
  })
}
