import type { JsonSchema } from '#http/openapi/json-schema.ts'

const deepest = 4

/**
 * A value that the schema allows, for a reader to start from: what it gives as an example, else the least
 * that is asked for.
 */
export function exampleOf(schema: JsonSchema, depth = 0): unknown {
  const given = schema.examples?.[0] ?? schema.const ?? schema.default ?? schema.enum?.[0]
  if (given !== undefined) return given
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0]
  if (choice !== undefined) return exampleOf(choice, depth)
  const type = [schema.type ?? (schema.properties === undefined ? 'string' : 'object')].flat()[0]
  if (type === 'object') return depth < deepest ? exampleObject(schema, depth) : {}
  if (type === 'array') {
    return schema.items === undefined || depth >= deepest
      ? []
      : [exampleOf(schema.items, depth + 1)]
  }
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  if (type === 'null') return null
  return exampleText(schema)
}

function exampleObject({ properties = {}, required = [] }: JsonSchema, depth: number) {
  const names = Object.keys(properties)
  // Where nothing must be given, a few members show what may be.
  const shown = required.length > 0 ? required : names.slice(0, 3)
  return Object.fromEntries(
    names
      .filter((name) => shown.includes(name))
      .map((name) => [name, exampleOf(properties[name] ?? {}, depth + 1)]),
  )
}

function exampleText({ format, minLength = 0 }: JsonSchema): string {
  if (format === 'date-time') return '2026-01-15T12:00:00Z'
  return '…'.padEnd(minLength, '…')
}
