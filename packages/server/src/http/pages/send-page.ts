import type { FastifyReply } from 'fastify'
import type { Html } from '#lib/html.ts'

/** What a page may do beside showing itself. */
export type PagePolicy = {
  /** Where its form may lead in the end: Chromium counts the redirects that follow a form. */
  readonly formLeadsTo?: string | undefined
  /** The one picture of somebody else that it shows. */
  readonly picture?: string | undefined
  /** Lets the script run that has it. */
  readonly scriptNonce?: string | undefined
}

/**
 * Sends a hosted page under the strictest policy that lets it work: nothing runs, nothing is fetched but our
 * style and the account's logo, no site frames it, and its forms lead to us or to the application they are for (security rules,
 * section 1.5). The other headers of a page are those of every answer.
 */
export function sendPage(
  reply: FastifyReply,
  page: Html,
  { formLeadsTo, picture, scriptNonce }: PagePolicy = {},
): FastifyReply {
  const target = formLeadsTo === undefined ? undefined : formSource(formLeadsTo)
  const shown = picture === undefined ? undefined : pictureSource(picture)
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    `img-src 'self'${shown === undefined ? '' : ` ${shown}`}`,
    ...(scriptNonce === undefined ? [] : [`script-src 'nonce-${scriptNonce}'`]),
    `form-action 'self'${target === undefined ? '' : ` ${target}`}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return reply
    .header('content-security-policy', policy.join('; '))
    .header('x-frame-options', 'DENY')
    .header('cache-control', 'no-store')
    .header('content-type', 'text/html; charset=utf-8')
    .serializer((text: string) => text)
    .send(page.toString())
}

/**
 * The origin of an address as a source expression, or its scheme where there is no origin that a policy could
 * name: an application's own scheme, or an IPv6 literal (Content Security Policy Level 3 section 2.3.1).
 */
export function formSource(uri: string): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*:)/i.exec(uri)?.[1]?.toLowerCase()
  if (scheme === undefined) return undefined
  if (scheme !== 'http:' && scheme !== 'https:') return scheme
  if (!URL.canParse(uri)) return undefined
  const { origin, hostname } = new URL(uri)
  return hostname.startsWith('[') ? scheme : origin
}

/** Whether a page shows that picture: one over https alone, named to the file. */
export function pictureSource(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined
  const { protocol, hostname, origin, pathname, username } = new URL(uri)
  if (protocol !== 'https:' || hostname.startsWith('[') || username !== '') return undefined
  return `${origin}${pathname.replaceAll(';', '%3B').replaceAll(',', '%2C')}`
}
