import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * The two cookies of the hosted pages, for one account each. `ww-`: the browser session, set by a login and by
 * nothing else (contract, our decisions). `ww-flow-`: binds what is under way to the browser it began in. Under
 * TLS the prefix keeps other hosts of the domain from planting them (RFC 6265bis section 4.1.3.2). Neither has an
 * end: they go with the browser.
 */
export type PageCookies = {
  /** The value of the session cookie; `undefined`: there is none, or none that we made. */
  readonly sessionCookie: string | undefined
  /** The value of the other one. */
  readonly browserCookie: string | undefined
}

type Where = {
  readonly accountId: string
  /** Whether clients reach us by https. */
  readonly publicTls: boolean
}

/** Reads both. */
export function pageCookiesOf(request: FastifyRequest, where: Where): PageCookies {
  const cookies = cookiesOf(request)
  const read = (kind: Kind) => {
    const value = cookies.get(nameOf(request, where, kind))
    return value !== undefined && /^[0-9a-f]{64}$/.test(value) ? value : undefined
  }
  return { sessionCookie: read('ww-'), browserCookie: read('ww-flow-') }
}

/** Gives the browser the value that what is under way is bound to, unless it has it. */
export function bindBrowser(
  request: FastifyRequest,
  reply: FastifyReply,
  where: Where,
  value: string,
): void {
  if (pageCookiesOf(request, where).browserCookie === value) return
  setCookie(reply, where, 'ww-flow-', value)
}

/** Gives the browser its session. */
export function setSessionCookie(reply: FastifyReply, where: Where, value: string): void {
  setCookie(reply, where, 'ww-', value)
}

/** Takes the session back. */
export function clearSessionCookie(reply: FastifyReply, where: Where): void {
  setCookie(reply, where, 'ww-', '', '; Max-Age=0')
}

type Kind = 'ww-' | 'ww-flow-'

function setCookie(reply: FastifyReply, where: Where, kind: Kind, value: string, end = ''): void {
  const secure = isSecure(reply.request, where) ? '; Secure' : ''
  const name = nameOf(reply.request, where, kind)
  reply.header('set-cookie', `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}${end}`)
}

function nameOf(request: FastifyRequest, where: Where, kind: Kind): string {
  return `${isSecure(request, where) ? '__Host-' : ''}${kind}${where.accountId}`
}

function isSecure(request: FastifyRequest, { publicTls }: Where): boolean {
  return publicTls || request.protocol === 'https'
}

/**
 * By name. Of two with one name the first counts: browsers send the one of the longer path first. Around them a blank or
 * a tab alone is nothing, as for browsers: a name behind any other white space is one that they guard by no prefix.
 */
function cookiesOf(request: FastifyRequest): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const mark = pair.indexOf('=')
    const name = withoutBlanks(pair.slice(0, mark))
    if (mark > 0 && !cookies.has(name)) cookies.set(name, withoutBlanks(pair.slice(mark + 1)))
  }
  return cookies
}

function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isBlank(text[start])) start += 1
  while (end > start && isBlank(text[end - 1])) end -= 1
  return text.slice(start, end)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}
