import { DomainApiError, ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { isObject } from '@watchword/protocol/json/is-object.ts'
import type { OpenApiDocument } from './document.ts'

/** A document whose repeated schemas stand once, under `components.schemas`. */
export type SharedDocument = Omit<OpenApiDocument, 'paths' | 'components'> & {
  readonly paths: unknown
  readonly components: OpenApiDocument['components'] & {
    readonly schemas: Readonly<Record<string, unknown>>
  }
}

/** Shorter ones are easier to read where they stand. */
const shortestShared = 160

/**
 * Writes every object schema that occurs more than once under `components.schemas`, and refers to it. The
 * document says the same, in a fraction of the size, and generators of clients make one type of each.
 */
export function shareSchemas(document: OpenApiDocument): SharedDocument {
  const names = nameRepeated(document.paths)
  const schemas: Record<string, unknown> = {}
  const replace = (value: unknown): unknown => {
    const name = nameOf(value, names)
    if (name === undefined) return replaceWithin(value)
    if (!(name in schemas)) {
      schemas[name] = undefined
      schemas[name] = replaceWithin(value)
    }
    return { $ref: `#/components/schemas/${name}` }
  }
  const replaceWithin = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace)
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replace(member)]))
  }
  const paths = replace(document.paths)
  return { ...document, paths, components: { ...document.components, schemas } }
}

/** By its JSON, the name of every schema that occurs more than once. */
function nameRepeated(paths: OpenApiDocument['paths']): ReadonlyMap<string, string> {
  const seen = new Map<string, { count: number; readonly name: string }>()
  const visit = (value: unknown, name: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, name)
    if (!isObject(value)) return
    const key = keyOf(value)
    const earlier = key === undefined ? undefined : seen.get(key)
    if (earlier !== undefined) {
      earlier.count += 1
      return
    }
    if (key !== undefined) seen.set(key, { count: 1, name })
    for (const [member, inner] of Object.entries(value)) visit(inner, nameWithin(name, member))
  }
  for (const item of Object.values(paths)) {
    for (const { operationId, ...operation } of Object.values(item))
      visit(operation, capital(operationId))
  }
  const repeated = [...seen].filter(([, { count }]) => count > 1)
  return unique([...wellKnown, ...repeated.map(([key, { name }]) => [key, name] as const)])
}

const wellKnown = [
  [JSON.stringify(ErrorEnvelope), 'ErrorEnvelope'],
  [JSON.stringify(DomainApiError), 'DomainApiError'],
] as const

function nameWithin(name: string, member: string): string {
  if (member === 'requestBody') return `${name}Body`
  if (/^[2-5]\d\d$/.test(member)) return `${name}${member.startsWith('2') ? 'Answer' : member}`
  if (member === 'items') return `${name}Item`
  return structural.has(member) ? name : name + capital(member)
}

/** Members of an OpenAPI document that say nothing about what a schema is of. */
const structural: ReadonlySet<string> = new Set([
  ...['responses', 'content', 'application/json', 'schema', 'properties', 'parameters'],
  ...['anyOf', 'oneOf', 'allOf', 'additionalProperties'],
])

function unique(entries: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>()
  const taken = new Set<string>()
  for (const [key, wanted] of entries) {
    if (named.has(key)) continue
    let name = wanted
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}${number}`
    taken.add(name)
    named.set(key, name)
  }
  return named
}

function nameOf(value: unknown, names: ReadonlyMap<string, string>): string | undefined {
  const key = isObject(value) ? keyOf(value) : undefined
  return key === undefined ? undefined : names.get(key)
}

/** The JSON of a schema of an object that is worth sharing. */
function keyOf(value: Readonly<Record<string, unknown>>): string | undefined {
  if (value['type'] !== 'object' || !isObject(value['properties'])) return undefined
  const json = JSON.stringify(value)
  return json.length < shortestShared ? undefined : json
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replace(/[^A-Za-z0-9]/g, '')
}
