import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ApiKeySecrets } from '#domain/api-keys/api-key.ts'
import { issueApiKey, type KeyAsk } from '#domain/api-keys/manage-keys.ts'
import { DomainError } from '#domain/errors.ts'
import { KickstartError } from './kickstart-error.ts'
import type { KickstartPorts } from './kickstart-ports.ts'
import { keyIdOf, type PlannedApiKey } from './plan-api-keys.ts'

export type CreatedApiKey = {
  readonly accountId: AccountId
  readonly keyId: string
  readonly appName: string
  /** Those that were generated: this is the one time that they are told. */
  readonly generated: Partial<ApiKeySecrets>
}

/** Makes a key of the file. `undefined`: there is, or was, a key of that id. */
export async function makeApiKey(
  ports: KickstartPorts,
  accountId: AccountId,
  { place, entry }: PlannedApiKey,
  authority: Omit<KeyAsk, 'accountId'>,
): Promise<CreatedApiKey | undefined> {
  const { keyId: _, token, appSecret, tokenSecret, ...body } = entry
  const given = {
    ...(token ? { token } : {}),
    ...(appSecret ? { appSecret } : {}),
    ...(tokenSecret ? { tokenSecret } : {}),
  }
  const keyId = await keyIdOf(ports, accountId, entry)
  try {
    const { actor, requestId } = authority
    const ask = { accountId, actor, requestId }
    const { key, secrets } = await issueApiKey(ports, ask, body, { ...given, keyId })
    const generated = Object.fromEntries(
      Object.entries(secrets).filter(([name]) => !Object.hasOwn(given, name)),
    )
    return { accountId, keyId, appName: key.appName, generated }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'name_taken') return undefined
    const { fields = [error.message] } = error.details
    throw new KickstartError(fields.map((field) => `${place}${field}`))
  }
}
