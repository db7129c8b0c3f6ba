import type { Manifest } from '@watchword/protocol/api/application.ts'
import { isObject } from '@watchword/protocol/json/is-object.ts'

/**
 * Values of webhook headers: often a bearer or a shared secret of whoever receives them. They are told where
 * `client_secret` is, and nowhere else; the names of the headers always are.
 */

type Members = Readonly<Record<string, unknown>>

/** The manifest with the names of its webhook headers, and without their values. */
export function withoutHeaderValues(manifest: Manifest): Manifest {
  return mapHeaders(manifest, (_event, headers) =>
    headers.map((header) => {
      if (!isObject(header)) return header
      const { header_value: _, ...rest } = header
      return rest
    }),
  ) as Manifest
}

/** Whether there is any value to tell. */
export function hasHeaderValues(manifest: Manifest): boolean {
  return headersByEvent(manifest).some(([, headers]) => headers.some(hasValue))
}

/**
 * What was read without the values is sent back without them: a header that has none keeps the one that its event's
 * header of that name has. Where it had none, or has several of that name and not as many as before, nothing is filled in,
 * and the manifest is refused for it.
 */
export function withKeptHeaderValues(body: Members, before: Manifest): Members {
  const kept = new Map(headersByEvent(before))
  return mapHeaders(body, (event, headers) => {
    const old = Map.groupBy(kept.get(event) ?? [], nameOf)
    const sent = Map.groupBy(headers, nameOf)
    const seen = new Map<string, number>()
    return headers.map((header) => {
      const name = nameOf(header)
      if (name === undefined || !isObject(header)) return header
      const place = seen.get(name) ?? 0
      seen.set(name, place + 1)
      const same = old.get(name) ?? []
      if (hasValue(header) || same.length !== sent.get(name)?.length) return header
      const one = same[place]
      return isObject(one) ? { ...header, header_value: one['header_value'] } : header
    })
  })
}

type Headers = readonly unknown[]

function headersByEvent(manifest: Manifest): readonly (readonly [string, Headers])[] {
  return Object.entries(webhooksOf(manifest) ?? {}).flatMap(([event, hook]) => {
    const headers = isObject(hook) ? hook['headers'] : undefined
    return Array.isArray(headers) ? [[event, headers] as const] : []
  })
}

/** The same, with other headers; whatever has another form than a manifest's is left as it is. */
function mapHeaders(body: Members, change: (event: string, headers: Headers) => Headers): Members {
  const { capabilities } = body
  const webhooks = webhooksOf(body)
  if (!isObject(capabilities) || webhooks === undefined) return body
  const hooks = Object.entries(webhooks).map(([event, hook]) =>
    isObject(hook) && Array.isArray(hook['headers'])
      ? [event, { ...hook, headers: change(event, hook['headers']) }]
      : [event, hook],
  )
  return { ...body, capabilities: { ...capabilities, webhooks: Object.fromEntries(hooks) } }
}

function webhooksOf({ capabilities }: Members): Members | undefined {
  const webhooks = isObject(capabilities) ? capabilities['webhooks'] : undefined
  return isObject(webhooks) ? webhooks : undefined
}

function hasValue(header: unknown): boolean {
  return isObject(header) && (header['header_value'] ?? undefined) !== undefined
}

/** Names of headers are the same in any case (RFC 9110 section 5.1). */
function nameOf(header: unknown): string | undefined {
  const name = isObject(header) ? header['header_name'] : undefined
  return typeof name === 'string' ? name.toLowerCase() : undefined
}
