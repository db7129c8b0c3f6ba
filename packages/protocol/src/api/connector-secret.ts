import type { ConnectorConfiguration, ConnectorType } from '../consumers/connector-configuration.ts'
import { readPrivateKey } from '../consumers/read-private-key.ts'
import { type InputContext, refuse, secret } from './input-reader.ts'

/** What a GET shows in place of a secret; sent back, it keeps it (contract, our decisions). */
export const maskedSecret = '********'

/** What a body does to the secret: it stays, or becomes what was given. */
export type SecretChange =
  | { readonly kind: 'keep' }
  | { readonly kind: 'replace'; readonly value: string }

const longestPrivateKey = 16 * 1024
const longestSecret = 1024
const path = 'configuration.clientSecret'

/** How it may come: a client secret, or a private key in PEM. */
export const secretReader = secret(longestPrivateKey)

/** Reads it. Nothing, in any way in which clients write that, keeps what there is. */
export function readSecretChange(given: unknown, context: InputContext): SecretChange | undefined {
  if (given === undefined || given === null || given === '') return { kind: 'keep' }
  if (given === maskedSecret) {
    return context.mode === 'update'
      ? { kind: 'keep' }
      : refuse(
          context,
          path,
          `must be the secret itself: ${maskedSecret} stands for one that is kept`,
        )
  }
  const value = secretReader.read(given, path, context)
  return value === undefined ? undefined : { kind: 'replace', value }
}

/** The secret as it is to be kept, or what is wrong with it. */
export type SettledSecret =
  | { readonly ok: true; readonly secret: string | undefined }
  | { readonly ok: false; readonly fault: string }

/** Whether a secret serves the way in which the connector says who we are. Where it says nothing, none is kept. */
export function settleSecret(
  type: ConnectorType,
  method: ConnectorConfiguration['tokenEndpointAuthMethod'],
  change: SecretChange,
  kept: string | undefined,
): SettledSecret {
  if (type === 0 || method === 'none') {
    return change.kind === 'keep'
      ? { ok: true, secret: undefined }
      : { ok: false, fault: `must be left out for ${type === 0 ? 'type 0' : 'the method none'}` }
  }
  const value = change.kind === 'keep' ? kept : change.value
  if (value === undefined) {
    return type === 2
      ? { ok: false, fault: `is required for ${method}` }
      : { ok: true, secret: undefined }
  }
  if (method === 'private_key_jwt') {
    const reading = readPrivateKey(value)
    return reading.ok ? { ok: true, secret: reading.pem } : { ok: false, fault: reading.advice }
  }
  // A private key must not be sent as a password, after a change of the method.
  return value.length <= longestSecret && !/\p{Cc}/u.test(value)
    ? { ok: true, secret: value }
    : { ok: false, fault: `must have at most ${longestSecret} characters, all on one line` }
}
