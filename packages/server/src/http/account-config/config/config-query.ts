import { parseSelector, type Selector } from '@watchword/protocol/api/select.ts'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { DomainError } from '#domain/errors.ts'
import { namesEtag } from '#lib/etag.ts'

/** `v` of every operation here: a decimal (contract 1 §0, and our decisions). */
const version = Type.Optional(
  Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,3})?$', description: 'API version, such as `6.0`' }),
)

/** Query of a write. Parameters that are not named here are ignored; a named one stands once. */
export const WriteQuery = Type.Object({ v: version })

/** Query of a read, contract 1 §4.2. */
export const ReadQuery = Type.Object({
  v: version,
  select: Type.Optional(
    Type.String({ description: 'Fields, such as `id,memberOf(agentGroupId)`, or `$all`' }),
  ),
  include_deleted: Type.Optional(Type.String({ description: '`true`: deleted ones as well' })),
})

/** Headers that carry the revision, contract 1 §4.4. */
export const RevisionHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      description:
        'The revision last seen (`ac-revision`), or -1. Reads: equal gives 304. Writes: stale gives 412.',
    }),
  ),
})

/** What a read asks for. `selector` `undefined`: the default fields. */
export type ReadOptions = {
  readonly version: number
  readonly selector: Selector | undefined
  readonly includeDeleted: boolean
}

/** Reads the query of a read; `v` and the others were checked by their schema. */
export function readOptionsOf(request: FastifyRequest, defaultVersion: number): ReadOptions {
  const query = request.query as {
    readonly v?: string
    readonly select?: string
    readonly include_deleted?: string
  }
  return {
    version: query.v === undefined ? defaultVersion : Number(query.v),
    // A malformed selector selects everything (contract 1 §4.2).
    selector: query.select === undefined ? undefined : (parseSelector(query.select) ?? 'all'),
    includeDeleted: /^(?:true|1)$/i.test(query.include_deleted ?? ''),
  }
}

/** The version that a write asks for. */
export function versionOf(request: FastifyRequest, defaultVersion: number): number {
  const { v } = request.query as { readonly v?: string }
  return v === undefined ? defaultVersion : Number(v)
}

/** The revision in `If-Match`; `undefined`: none, or -1 or `*`, which mean no check. Else 400. */
export function revisionOf(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match']
  if (header === undefined || header === '*') return undefined
  const digits = /^(?:W\/)?"?(-?\d{1,15})"?$/.exec(header.trim())?.[1]
  if (digits === undefined) {
    throw new DomainError('bad_request', 'If-Match holds a revision (ac-revision), or -1.')
  }
  const revision = Number(digits)
  return revision === -1 ? undefined : revision
}

/** Whether `If-None-Match` names this revision (RFC 9110 §13.1.2), for clients that know only that. */
export function clientHas(request: FastifyRequest, revision: number): boolean {
  const header = request.headers['if-none-match']
  return header !== undefined && namesEtag(header, `"${revision}"`)
}

/** The id in the path; what is no number names nothing. */
export function idOf(request: FastifyRequest, parameter = 'id'): number {
  const { [parameter]: id = '' } = request.params as Readonly<Record<string, string>>
  if (/^-?\d{1,15}$/.test(id)) return Number(id)
  throw new DomainError('not_found', 'There is no such object: an id is a number.')
}
