import { isObject } from '@watchword/protocol/json/is-object.ts'
import type { OpenApiOperation } from '#http/openapi/document.ts'
import { exampleOf } from './example.ts'

/** A command that tries the operation. Secrets are variables, so that none lands in a shell's history. */
export function curlOf(
  operation: OpenApiOperation,
  request: { readonly origin: string; readonly method: string; readonly path: string },
): string {
  const lines = [
    `curl${verbOf(request.method)} ${quote(request.origin + pathOf(operation, request))}`,
  ]
  const [credential] = operation.security
  const name = Object.keys(credential ?? {})[0]
  if (name === 'bearer') lines.push('-H "Authorization: Bearer $BEARER"')
  if (name === 'operator') lines.push('-H "Authorization: Bearer $OPERATOR_TOKEN"')
  if (name === 'session') lines.push('-b "Session_id=$SESSION_ID"')
  if (name === 'client') lines.push('-u "$CLIENT_ID:$CLIENT_SECRET"')
  lines.push(...bodyOf(operation))
  return lines.join(' \\\n  ')
}

function bodyOf({ requestBody }: OpenApiOperation): readonly string[] {
  const [content] = Object.entries(requestBody?.content ?? {})
  if (content === undefined) return []
  const [type, { schema }] = content
  const example = exampleOf(schema)
  if (type === 'application/x-www-form-urlencoded') {
    return Object.entries(isObject(example) ? example : {}).map(
      ([name, value]) => `--data-urlencode ${quote(`${name}=${String(value)}`)}`,
    )
  }
  const body = isObject(example) || Array.isArray(example) ? example : {}
  return ["-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(body))}`]
}

function verbOf(method: string): string {
  return method === 'get' ? '' : ` -X ${method.toUpperCase()}`
}

function pathOf({ parameters }: OpenApiOperation, { path }: { readonly path: string }): string {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const schema = parameters.find((parameter) => parameter.name === name)?.schema
    return name === 'accountId' ? '12345678' : encodeURIComponent(String(exampleOf(schema ?? {})))
  })
  const asked = parameters.filter(
    ({ in: place, required, schema }) =>
      place === 'query' && (required || schema.examples !== undefined),
  )
  const query = asked.map(
    ({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(schema)))}`,
  )
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`
}

/** In single quotes a shell takes everything as it is but the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
