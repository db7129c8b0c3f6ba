import type { PastedRequest } from '@watchword/protocol/api/explain.ts'
import type { RawRequest } from '@watchword/protocol/oauth1/read-signed-request.ts'
import { type ApiKey, hasExpired } from './api-key.ts'
import { isForm } from './pasted-request.ts'

/** What of the key stands in the way, whatever the signature. */
export function remarksOnKey(
  key: Pick<ApiKey, 'enabled' | 'expiresAt' | 'ipRanges'>,
  seen: { readonly token: string | undefined; readonly ownToken: string; readonly now: number },
): readonly string[] {
  return [
    ...(key.enabled ? [] : ['The key is disabled.']),
    ...(hasExpired(key, seen.now) ? ['The key has expired.'] : []),
    ...(seen.token === undefined
      ? ['oauth_token is missing: only the reads of the key manager take that.']
      : []),
    ...(seen.token !== undefined && seen.token !== seen.ownToken
      ? ['oauth_token is not the Access token of this key.']
      : []),
    ...(key.ipRanges.length === 0
      ? []
      : [`The key may be used from ${key.ipRanges.join(', ')} only.`]),
  ]
}

/** What of the pasted request itself is odd. */
export function remarksOnRequest(
  raw: RawRequest,
  { formBody = '', contentType, authorization }: PastedRequest,
  isOurHost: boolean,
): readonly string[] {
  return [
    ...(isOurHost
      ? []
      : [
          `The host ${raw.authority} is not one of this server: such a request is answered 421. The operator names its hosts in WATCHWORD_ALLOWED_HOSTS.`,
        ]),
    ...(formBody !== '' && !isForm(contentType)
      ? ['The form body is not signed: Content-Type is not application/x-www-form-urlencoded.']
      : []),
    ...(authorization === undefined && !raw.query.includes('oauth_') && formBody === ''
      ? ['There is no Authorization header.']
      : []),
  ]
}
