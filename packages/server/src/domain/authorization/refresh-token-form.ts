import { createHmac, timingSafeEqual } from 'node:crypto'
import { randomHex } from '#lib/random.ts'
import type { SealingKey } from '#lib/sealed.ts'

/**
 * A refresh token is 128 hex characters: the id of its grant (32), 32 random bytes, and a mark made of both under a
 * key of the account. The mark is no proof of anything but that we made the token: of one that is no longer kept, it
 * tells which family a thief may be using. So old tokens need not be kept to be known, and a family has two at most.
 */
const form = /^([0-9a-f]{32})([0-9a-f]{64})([0-9a-f]{32})$/

/** A new refresh token of a grant. */
export function makeRefreshToken(key: SealingKey, grantId: string): string {
  const body = `${grantId}${randomHex(32)}`
  return `${body}${markOf(key, body)}`
}

/**
 * The one that follows a refresh token: made of it, so that a retry is given the same again though nothing but its hash
 * is kept. Nobody without the account's key can make it.
 */
export function successorOf(key: SealingKey, token: string): string {
  const next = createHmac('sha256', key.bytes).update(`successor ${token}`).digest('hex')
  const body = `${token.slice(0, 32)}${next}`
  return `${body}${markOf(key, body)}`
}

/** The grant that a text names if it is a refresh token. Nothing of it is believed yet. */
export function grantNamedIn(token: string): string | undefined {
  return form.exec(token)?.[1]
}

/** The grant that a token of ours was made for; `undefined`: we made no such token. */
export function grantOfRefreshToken(key: SealingKey, token: string): string | undefined {
  const [, grantId = '', random = '', mark = ''] = form.exec(token) ?? []
  if (mark === '') return undefined
  const made = markOf(key, `${grantId}${random}`)
  return timingSafeEqual(Buffer.from(made), Buffer.from(mark)) ? grantId : undefined
}

function markOf(key: SealingKey, body: string): string {
  return createHmac('sha256', key.bytes).update(body).digest('hex').slice(0, 32)
}
