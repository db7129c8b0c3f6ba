import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { codeChallengeOf } from '@watchword/protocol/oauth2/pkce.ts'
import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import type { Caller } from '#domain/caller.ts'
import type { IdentityProviders } from '#domain/connectors/identity-providers.ts'
import { isForDelegationAlone } from '#domain/connectors/is-brand-connector.ts'
import type { KnownConnector, KnownConnectors } from '#domain/connectors/known-connectors.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import { randomHex } from '#lib/random.ts'
import { seal, unseal } from '#lib/sealed.ts'
import type { Reads, Writes } from '#storage/port.ts'
import { keepDelegatedTokens } from './keep-tokens.ts'

export type OfferLoginPorts = {
  readonly storage: {
    readonly read: Pick<Reads, 'consumers'>
    write<T>(
      job: (tx: Pick<Writes, 'delegatedTokens' | 'clientAssertions'>) => Promise<T>,
    ): Promise<T>
  }
  readonly accounts: KnownAccounts
  readonly connectors: KnownConnectors
  readonly identityProviders: Pick<IdentityProviders, 'redeemCode'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
  readonly publicOrigin: string
}

/** For whom, where, and in which conversation a consumer is to log in. */
export type LoginOffer = {
  readonly consumerId: string
  readonly conversationId: string
  readonly connectorId: number
}

type State = LoginOffer & { readonly codeVerifier: string; readonly expiresAt: number }

const lifetimeSeconds = 600

/** Where identity providers send consumers back to. */
export function redirectUriOf(publicOrigin: string, accountId: AccountId): string {
  return `${publicOrigin}/callback/${accountId}/redirectCode`
}

/**
 * A link by which a consumer logs in at the brand for one conversation (contract 3 section 12, variant B). The consumer
 * is not taken to be anybody by that: the brand's token is kept for the conversation, and for nothing else.
 */
export async function offerLogin(
  ports: OfferLoginPorts,
  caller: Caller,
  offer: LoginOffer,
): Promise<{ readonly url: string; readonly lifetimeSeconds: number }> {
  const { accountId } = caller
  const { storage, connectors, clock, dataKeys, publicOrigin } = ports
  const consumer = await storage.read.consumers.find(accountId, offer.consumerId)
  if (consumer === undefined) throw new DomainError('not_found', 'There is no such consumer.')
  const known = await connectors.find(accountId, offer.connectorId)
  if (known === undefined) throw new DomainError('not_found', 'There is no such connector.')
  const { authorizationEndpoint, clientId } = delegating(known)
  const codeVerifier = randomHex(32)
  const state: State = { ...offer, codeVerifier, expiresAt: clock.now() + lifetimeSeconds * 1000 }
  const key = await dataKeys.derive(accountId, 'delegation-states')
  const url = new URL(authorizationEndpoint)
  const { scopes, authorizeParameters } = known.connector.configuration
  const parameters = {
    ...authorizeParameters,
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUriOf(publicOrigin, accountId),
    scope: [...new Set(['openid', ...scopes])].join(' '),
    state: seal(key, Buffer.from(JSON.stringify(state)), contextOf(accountId)),
    code_challenge: codeChallengeOf(codeVerifier),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { url: url.href, lifetimeSeconds }
}

function delegating({ connector }: KnownConnector): {
  readonly authorizationEndpoint: string
  readonly clientId: string
} {
  const { type, configuration } = connector
  const { authorizationEndpoint, clientId, delegationEnabled } = configuration
  if (type !== 2 || !(delegationEnabled || isForDelegationAlone(connector))) {
    throw new DomainError(
      'bad_request',
      'The connector does not delegate: it must take codes, with delegationEnabled or CONSUMER_DELEGATION.',
    )
  }
  if (authorizationEndpoint === undefined || clientId === undefined) {
    throw new DomainError(
      'bad_request',
      'The connector needs an authorizationEndpoint and a clientId.',
    )
  }
  return { authorizationEndpoint, clientId }
}

export type Callback = {
  readonly accountId: AccountId
  readonly state: string | undefined
  readonly code: string | undefined
  /** The identity provider's own word that there is no code. */
  readonly error: string | undefined
}

/** `elsewhere`: the state is not one of ours, so the callback is for the window that opened the page. */
export type CallbackOutcome = 'kept' | 'refused' | 'expired' | 'failed' | 'elsewhere'

/** What comes back from the identity provider: the code becomes a token of the conversation, once. */
export async function acceptCallback(
  ports: OfferLoginPorts,
  { accountId, state, code, error }: Callback,
): Promise<CallbackOutcome> {
  if ((await ports.accounts.active(accountId)) === undefined) {
    throw new DomainError('not_found', 'There is no such account.')
  }
  const opened = state === undefined ? undefined : await openState(ports, accountId, state)
  if (opened === undefined || state === undefined) return 'elsewhere'
  const now = ports.clock.now()
  const { expiresAt, connectorId, consumerId, conversationId, codeVerifier } = opened
  if (expiresAt <= now) return 'expired'
  const hash = sha256Hex(`delegation ${state}`)
  const isFirst = await ports.storage.write((tx) =>
    tx.clientAssertions.claim(accountId, { hash, expiresAt, now }),
  )
  if (!isFirst) return 'expired'
  if (error !== undefined || code === undefined) return 'refused'
  const known = await ports.connectors.find(accountId, connectorId)
  if (known === undefined) return 'failed'
  const brand = { accountId, connector: known.connector, secret: known.secret }
  const redirectUri = redirectUriOf(ports.publicOrigin, accountId)
  const redeemed = await ports.identityProviders.redeemCode(brand, {
    ...{ code, redirectUri, codeVerifier },
  })
  if (!redeemed.ok) return 'failed'
  // Of such a token nothing is renewed: the consumer is asked again (contract 3 section 12).
  const tokens = { ...redeemed, refreshToken: undefined }
  const isKept = await keepDelegatedTokens(ports, accountId, {
    ...{ consumerId, conversationId, connector: known.connector, tokens },
    idToken: redeemed.idToken,
  })
  return isKept ? 'kept' : 'failed'
}

async function openState(
  { dataKeys }: OfferLoginPorts,
  accountId: AccountId,
  state: string,
): Promise<State | undefined> {
  if (state.length > 4096 || !state.startsWith('v1.')) return undefined
  const key = await dataKeys.derive(accountId, 'delegation-states')
  const opened = unseal(key, state, contextOf(accountId))
  return opened && (JSON.parse(opened.toString('utf8')) as State)
}

function contextOf(accountId: AccountId): string {
  return `delegation_states/${accountId}`
}
