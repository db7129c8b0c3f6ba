import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { delegationOnly } from '@watchword/protocol/consumers/read-public-key.ts'
import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import type { Origin } from '#domain/caller.ts'
import type { IdentityProviders } from '#domain/connectors/identity-providers.ts'
import type { KnownConnector, KnownConnectors } from '#domain/connectors/known-connectors.ts'
import { type KeepTokensPorts, keepDelegatedTokens } from '#domain/delegation/keep-tokens.ts'
import type { EncryptionKeys } from '#domain/signing-keys/encryption-keys.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import type { Reads } from '#storage/port.ts'
import { acceptAnonymousToken } from './anonymous-consumer.ts'
import {
  type ChallengePorts,
  demandChallenge,
  type OpenedChallenge,
  openChallenge,
  spendChallenge,
} from './challenge.ts'
import type { AuthenticatedConsumer } from './consumer.ts'
import { profileOfIdToken } from './consumer-profile.ts'
import type { ConsumerCaller, ConsumerTokens } from './consumer-tokens.ts'
import { IdpRefusal } from './idp-refusal.ts'
import {
  type BrandTokenPorts,
  type IdTokenIdentity,
  judgeBrandToken,
  type TokenContext,
} from './judge-brand-token.ts'
import { endOfLogin, sessionOf } from './login-end.ts'
import type { HandshakeRecorder } from './record-handshakes.ts'
import { redeemBrandCode } from './redeem-brand-code.ts'
import type { HandshakeFlow } from './refused-handshake.ts'
import { reportStricter } from './report-stricter.ts'
import { type Joining, judgeStepUp, type StepUpPorts, stepUp } from './step-up.ts'
import type { StepUpChoice } from './step-up-refusals.ts'
import { type VisitPorts, visitConsumer } from './visit-consumer.ts'

export type AuthenticationPorts = BrandTokenPorts &
  VisitPorts &
  ChallengePorts &
  KeepTokensPorts &
  StepUpPorts & {
    readonly storage: { readonly read: Pick<Reads, 'consumerRevocations'> }
    readonly accounts: KnownAccounts
    readonly connectors: KnownConnectors
    readonly identityProviders: IdentityProviders
    readonly tokens: ConsumerTokens
    readonly signingKeys: SigningKeys & EncryptionKeys
    readonly handshakes: Pick<HandshakeRecorder, 'verified' | 'refused' | 'wouldRefuse'>
    readonly publicOrigin: string
  }

/** What a page or an app sent (contract 3 sections 8.1 to 8.3), its texts as they are. */
export type Authentication = {
  readonly accountId: AccountId
  readonly connectorId: number | 'default' | undefined
  /** v1: an id_token or a code, as the connector takes it. */
  readonly authCode: string | undefined
  readonly idToken: string | undefined
  readonly code: string | undefined
  readonly redirectUri: string | undefined
  readonly codeVerifier: string | undefined
  /** Made by `createChallenge`, before the consumer logged in. */
  readonly challenge: string | undefined
  /** The consumer token of an anonymous consumer, who turns out to be this one. */
  readonly stepUpFrom: string | undefined
  readonly merge: StepUpChoice | undefined
  readonly requestId: string
  readonly origin: Origin
}

/**
 * Lets a consumer in by a connector: vouched for by the brand's identity provider, or as nobody. Refuses with the
 * first rule that fails, in the order of contract 3 section 8.3; what becomes of each is told to the recorder.
 */
export async function authenticateConsumer(
  ports: AuthenticationPorts,
  sent: Authentication,
): Promise<AuthenticatedConsumer> {
  const { accountId, requestId } = sent
  const known = await findConnector(ports, sent)
  const flow = flowOf(known)
  try {
    if (known === undefined) throw new IdpRefusal('1024')
    const admitted = await letIn(ports, { accountId, known }, sent)
    ports.handshakes.verified(accountId, admitted.connectorId)
    return admitted
  } catch (fault) {
    if (fault instanceof IdpRefusal) {
      const { code, detail } = fault
      const of = { connectorId: known?.connector.id, flow, code, requestId }
      ports.handshakes.refused(accountId, { ...of, ...detail })
    }
    throw fault
  }
}

/** A connector by which consumers come in. */
export async function findWay(ports: WayPorts, named: NamedWay): Promise<Way> {
  const known = await findConnector(ports, named)
  if (known === undefined) throw new IdpRefusal('1024')
  return { accountId: named.accountId, known }
}

type WayPorts = Pick<AuthenticationPorts, 'accounts' | 'connectors'>
type NamedWay = Pick<Authentication, 'accountId' | 'connectorId'>

/** `undefined`: the account has no such connector. Of an account that is not there, nothing is recorded. */
async function findConnector(
  { accounts, connectors }: WayPorts,
  { accountId, connectorId }: NamedWay,
): Promise<KnownConnector | undefined> {
  if ((await accounts.active(accountId)) === undefined) throw new IdpRefusal('1024')
  return connectorId === undefined ? undefined : connectors.find(accountId, connectorId)
}

function flowOf(known: KnownConnector | undefined): HandshakeFlow {
  if (known?.connector.type === 0) return 'anonymous'
  return known?.connector.type === 2 ? 'code' : 'id_token'
}

async function letIn(
  ports: AuthenticationPorts,
  way: Way,
  sent: Authentication,
): Promise<AuthenticatedConsumer> {
  const { type, configuration } = way.known.connector
  const from = await judgeJoining(ports, way, sent)
  if (type === 0) return acceptAnonymousToken(ports, { ...way, token: tokenOf(sent) })
  if (configuration.jwtPublicKey === delegationOnly) {
    throw new IdpRefusal('9015', { reason: 'the connector is for delegation alone' })
  }
  const challenge = sent.challenge ? await openChallenge(ports, way, sent.challenge) : undefined
  const stepUp = from && { from, choice: sent.merge, origin: sent.origin }
  if (type === 1) {
    const identity = await judged(ports, way, { idToken: tokenOf(sent) }, challenge)
    return admit(ports, way, identity, stepUp)
  }
  const redeemed = await redeemBrandCode(ports, way, sent, challenge)
  const { idToken, tokens } = redeemed
  const identity = await judged(ports, way, redeemed, challenge)
  const admitted = await admit(ports, way, identity, stepUp)
  if (!configuration.delegationEnabled) return admitted
  const { accountId, consumerId } = admitted
  const key = { consumerId, conversationId: '', connector: way.known.connector }
  await keepDelegatedTokens(ports, accountId, { ...key, idToken, tokens })
  return admitted
}

type Way = { readonly accountId: AccountId; readonly known: KnownConnector }

/** The anonymous consumer who would be known from now on, judged before anything is spent. */
async function judgeJoining(
  ports: AuthenticationPorts,
  { accountId, known }: Way,
  { stepUpFrom }: Authentication,
): Promise<ConsumerCaller | undefined> {
  if (stepUpFrom === undefined) return undefined
  if (known.connector.type !== 0) return judgeStepUp(ports, accountId, stepUpFrom)
  throw new IdpRefusal('9012', {
    reason: 'step_up_from was sent to the connector for consumers without a name',
    description: 'By this connector nobody becomes known: send step_up_from to one of the brand.',
  })
}

function tokenOf({ idToken, authCode, code }: Authentication): string {
  if (idToken !== undefined || authCode !== undefined) return idToken ?? authCode ?? ''
  if (code === undefined) throw new IdpRefusal('9012', { reason: 'there is no token in the body' })
  throw new IdpRefusal('9015', {
    reason: 'a code was sent to a connector that takes a token',
    advice: 'Send the id_token, or make the connector one of type 2.',
  })
}

/** Judges a token, and spends the challenge that it was asked with: only what a brand signed writes anything. */
async function judged(
  ports: AuthenticationPorts,
  way: Way,
  { idToken, context }: { readonly idToken: string; readonly context?: TokenContext },
  challenge: OpenedChallenge | undefined,
): Promise<IdTokenIdentity> {
  const nonce = challenge && { nonce: challenge.nonce }
  const report = await judgeBrandToken(ports, way, idToken, { ...context, ...nonce })
  if (report.accepted) {
    const { accountId } = way
    if (challenge !== undefined) await spendChallenge(ports, accountId, challenge)
    else await demandChallenge(ports, accountId, report.identity.claims['nonce'])
    reportStricter(ports, { accountId, connector: way.known.connector }, report)
    return report.identity
  }
  throw new IdpRefusal(report.failure, { report })
}

/** Who a judged token names: kept, and given a token of ours. */
async function admit(
  ports: AuthenticationPorts,
  { accountId, known }: Way,
  identity: IdTokenIdentity,
  joining: (Pick<Joining, 'from' | 'choice'> & { readonly origin: Origin }) | undefined,
): Promise<AuthenticatedConsumer> {
  const { names, tokens, clock } = ports
  // Whatever ends the login after it was looked at ends this token too.
  const asOf = clock.now()
  const { issuer, subject, issuedAtSeconds, expiresAtSeconds } = identity
  const consumerId = await names.idOf(accountId, { kind: 'brand', issuer, subject })
  const sessionReference = await sessionOf(names, accountId, identity)
  const { created, consumer } = await visitConsumer(ports, {
    ...{ accountId, id: consumerId, kind: 'brand', vouchedAt: issuedAtSeconds * 1000 },
    profile: profileOfIdToken(identity, known.connector),
  })
  const login = { issuedAtSeconds, sessionReference, loggedOutAt: consumer.loggedOutAt }
  const ended = await endOfLogin(ports, accountId, login)
  if (ended !== undefined) {
    throw new IdpRefusal(ended, { reason: ended.message, advice: ended.advice })
  }
  const connectorId = known.connector.id
  if (joining !== undefined) {
    const { from, choice, origin } = joining
    const vouchedAt = issuedAtSeconds * 1000
    const provenance = { connectorId, issuer, vouchedAt, wasHere: !created, origin }
    await stepUp(ports, { accountId, from, toId: consumerId, choice, provenance })
  }
  const token = await tokens.mint({
    ...{ accountId, consumerId, asOf },
    brand: {
      ...{ issuer, subject, issuedAtSeconds, expiresAtSeconds, sessionReference },
      attributesReference: await names.attributesReference(accountId, consumerId),
    },
  })
  return { accountId, consumerId, connectorId, created, token }
}
