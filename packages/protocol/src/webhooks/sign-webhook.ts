import { createHmac } from 'node:crypto'

/** The algorithms of contract 2 section 4.3. */
export type WebhookAlgorithm = 'sha1' | 'sha256'

/**
 * The value of `x-liveperson-signature` (contract 2 section 4.3): an HMAC under the client secret over the bytes
 * of the body as they are sent. Never over JSON that was written again: one escaped character more, and the
 * receiver finds the signature wrong.
 */
export function signWebhook(
  algorithm: WebhookAlgorithm,
  clientSecret: string,
  body: Uint8Array,
): string {
  const digest = createHmac(algorithm, Buffer.from(clientSecret, 'utf8'))
    .update(body)
    .digest('base64')
  return `${algorithm}=${digest}`
}
