import type { FastifyReply, FastifyRequest } from 'fastify'

/** The cookie's name; some clients send it in lower case (contract 4, row 4). */
const cookieName = 'Session_id'

/** The session cookie of a request, however its name is written. */
export function sessionCookieOf(request: FastifyRequest): string | undefined {
  return request.cookies[cookieName] ?? request.cookies[cookieName.toLowerCase()]
}

/** Sets the session cookie (contract, our decisions). No `Domain`, and no end: it goes with the browser. */
export function setSessionCookie(
  reply: FastifyReply,
  accountId: string,
  value: string,
  publicTls: boolean,
): void {
  reply.setCookie(cookieName, value, attributesOf(reply, accountId, publicTls))
}

/** Takes the session cookie back. */
export function clearSessionCookie(
  reply: FastifyReply,
  accountId: string,
  publicTls: boolean,
): void {
  reply.clearCookie(cookieName, attributesOf(reply, accountId, publicTls))
}

function attributesOf(reply: FastifyReply, accountId: string, publicTls: boolean) {
  return {
    path: `/api/account/${accountId}`,
    httpOnly: true,
    sameSite: 'lax',
    secure: publicTls || reply.request.protocol === 'https',
  } as const
}
