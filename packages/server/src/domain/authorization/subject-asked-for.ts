import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  type AuthorizationRequest,
  claimsRequest,
} from '@watchword/protocol/oauth2/authorization-request.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import type { Storage } from '#storage/port.ts'
import type { Face } from './grant.ts'
import { issuerOf } from './issuer.ts'

/** What finds out whom an id_token names. */
export type HintPorts = {
  readonly storage: Pick<Storage, 'read'>
  readonly signingKeys: SigningKeys
  readonly publicOrigin: string
}

/** `undefined`: no user in particular. */
export type AskedSubject = { readonly userId: number | undefined }

/**
 * The user that a request insists on: by `id_token_hint` (OpenID Connect Core section 3.1.2.1), an id_token of
 * ours that may have expired, or by the claim `sub` with a value (section 5.5.1). An id that no user has is no
 * fault here: nobody will turn out to be that user.
 */
export async function subjectAskedFor(
  ports: HintPorts,
  asked: {
    readonly accountId: AccountId
    readonly face: Face
    readonly request: AuthorizationRequest
  },
): Promise<AskedSubject | OAuth2Error> {
  const { request } = asked
  const values = claimsRequest(request).idToken.get('sub')?.values
  const claimed = values?.length === 1 ? values[0] : undefined
  const hinted = request.idTokenHint === undefined ? undefined : await subjectOfHint(ports, asked)
  if (hinted instanceof OAuth2Error) return hinted
  if (hinted !== undefined && claimed !== undefined && hinted !== claimed) {
    return new OAuth2Error('invalid_request', 'id_token_hint and claims name different users.')
  }
  const subject = hinted ?? claimed
  if (subject === undefined) return { userId: undefined }
  return { userId: typeof subject === 'string' ? userIdOf(subject) : nobody }
}

/** Ids of users are positive. */
const nobody = 0

function userIdOf(subject: string): number {
  return /^[1-9]\d{0,15}$/.test(subject) ? Number(subject) : nobody
}

async function subjectOfHint(
  { storage, signingKeys, publicOrigin }: HintPorts,
  asked: {
    readonly accountId: AccountId
    readonly face: Face
    readonly request: AuthorizationRequest
  },
): Promise<string | OAuth2Error> {
  const { accountId, face, request } = asked
  const account = await storage.read.accounts.find(accountId)
  const hint = request.idTokenHint ?? ''
  const claims =
    face === 'oidc'
      ? await signingKeys.verify({ kind: 'account', accountId }, issuerTokens, hint)
      : await signingKeys.verify({ kind: 'zone', zone: account?.zone ?? '' }, zoneTokens, hint)
  const issuer = face === 'oidc' ? issuerOf(publicOrigin, accountId) : 'sentinel'
  const isOurs =
    claims !== undefined && claims['iss'] === issuer && claims['aud'] === request.clientId
  const subject = claims?.['sub']
  if (isOurs && typeof subject === 'string') return subject
  return new OAuth2Error(
    'invalid_request',
    'id_token_hint is no id_token that was issued to this application here.',
  )
}

/** How id_tokens are signed: those of a standard issuer, and those of the compatible face. */
export const issuerTokens = { purpose: 'issuer', typ: 'JWT' } as const
const zoneTokens = { purpose: 'idtoken', typ: 'JWT' } as const
