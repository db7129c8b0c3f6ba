import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { tokenErrorAdvice } from '@watchword/protocol/consumers/token-error-advice.ts'
import type { IdentityProviders } from '#domain/connectors/identity-providers.ts'
import type { KnownConnector } from '#domain/connectors/known-connectors.ts'
import type { BrandTokens, TokenRefusal } from '#domain/connectors/token-endpoint.ts'
import type { OpenedChallenge } from './challenge.ts'
import { IdpRefusal } from './idp-refusal.ts'
import type { TokenContext } from './judge-brand-token.ts'

/** A code that a page sent, and what belongs to it. */
export type SentCode = {
  readonly authCode: string | undefined
  readonly idToken: string | undefined
  readonly code: string | undefined
  readonly redirectUri: string | undefined
  readonly codeVerifier: string | undefined
}

/** What the brand gave for a code: a token to be judged, and others that are not looked at. */
export type RedeemedBrandCode = {
  readonly idToken: string
  readonly context: Pick<TokenContext, 'accessToken' | 'code'>
  readonly tokens: BrandTokens
}

/** Redeems a code at the brand's token endpoint (contract 3 section 4.5). */
export async function redeemBrandCode(
  { identityProviders }: { readonly identityProviders: Pick<IdentityProviders, 'redeemCode'> },
  { accountId, known }: { readonly accountId: AccountId; readonly known: KnownConnector },
  sent: SentCode,
  challenge: OpenedChallenge | undefined,
): Promise<RedeemedBrandCode> {
  const code = codeOf(sent)
  const { redirectUris, pkceEnabled } = known.connector.configuration
  const { redirectUri } = sent
  if (redirectUri !== undefined && !isAllowed(redirectUri, redirectUris)) {
    throw inputFault(
      'redirect_uri is not one that the connector allows',
      'Add it to the redirectUris of the connector, as it is, or let the page send another.',
    )
  }
  const codeVerifier = sent.codeVerifier ?? challenge?.codeVerifier
  if (pkceEnabled && codeVerifier === undefined) {
    throw inputFault(
      'code_verifier is missing: the connector asks for PKCE',
      'Send the code_verifier of the page, or the challenge that this server made.',
    )
  }
  const { secret, connector } = known
  const grant = { code, redirectUri, codeVerifier }
  const redeemed = await identityProviders.redeemCode({ accountId, connector, secret }, grant)
  if (!redeemed.ok) throw refusalOf(redeemed)
  const { idToken, accessToken, refreshToken, expiresInSeconds } = redeemed
  return {
    idToken,
    context: { code, ...(accessToken !== undefined && { accessToken }) },
    tokens: { accessToken, refreshToken, expiresInSeconds },
  }
}

/** Those of the connector, character by character; where it names none, any that is https (contract 3 section 4.3). */
function isAllowed(redirectUri: string, allowed: readonly string[]): boolean {
  return allowed.length > 0 ? allowed.includes(redirectUri) : /^https:\/\/[^/]/i.test(redirectUri)
}

function codeOf({ code, authCode, idToken }: SentCode): string {
  if (code !== undefined || authCode !== undefined) return code ?? authCode ?? ''
  if (idToken === undefined) throw inputFault('there is no code in the body')
  throw new IdpRefusal('9015', {
    reason: 'a token was sent to a connector that takes a code',
    advice: 'Send the code, or make the connector one of type 1.',
  })
}

function inputFault(reason: string, advice?: string): IdpRefusal {
  const description = `The request was not understood: ${reason}.`
  return new IdpRefusal('9012', { reason, description, ...(advice !== undefined && { advice }) })
}

function refusalOf({ code, status, reason, brandError }: TokenRefusal): IdpRefusal {
  const told = brandError === undefined ? reason : `${reason} (its error: ${brandError})`
  const advice = tokenErrorAdvice(brandError)
  return new IdpRefusal(code, { status, reason: told, ...(advice !== undefined && { advice }) })
}
