import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { codeChallengeOf } from '@watchword/protocol/oauth2/pkce.ts'
import type { KnownConnector } from '#domain/connectors/known-connectors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import { randomHex } from '#lib/random.ts'
import { seal, unseal } from '#lib/sealed.ts'
import type { Writes } from '#storage/port.ts'
import { IdpRefusal } from './idp-refusal.ts'

export type ChallengePorts = {
  readonly dataKeys: DataKeys
  readonly clock: Clock
  readonly storage: {
    write<T>(job: (tx: Pick<Writes, 'clientAssertions'>) => Promise<T>): Promise<T>
  }
}

type Way = { readonly accountId: AccountId; readonly known: KnownConnector }

/** What a page gets before its consumer logs in at the identity provider (contract 3 section 4.6). */
export type Challenge = {
  /** Sealed: the page carries it, and cannot read it. */
  readonly challenge: string
  readonly nonce: string
  readonly codeChallenge: string
  readonly lifetimeSeconds: number
}

/** What a challenge held. */
export type OpenedChallenge = { readonly nonce: string; readonly codeVerifier: string }

type Sealed = OpenedChallenge & { readonly connectorId: number; readonly expiresAt: number }

/** Longer than anybody takes to log in. */
const lifetimeSeconds = 900

/**
 * Makes a nonce, and a verifier of PKCE (RFC 7636) that stays here: whoever steals the code on its way has no use for
 * it. Nothing is kept until it is used.
 */
export async function createChallenge(
  { dataKeys, clock }: ChallengePorts,
  { accountId, known }: Way,
): Promise<Challenge> {
  const [nonce, codeVerifier] = [randomHex(16), randomHex(32)]
  const connectorId = known.connector.id
  const expiresAt = clock.now() + lifetimeSeconds * 1000
  const sealed: Sealed = { nonce, codeVerifier, connectorId, expiresAt }
  const key = await dataKeys.derive(accountId, 'consumer-challenges')
  const challenge = seal(key, Buffer.from(JSON.stringify(sealed)), contextOf(accountId))
  return { challenge, nonce, codeChallenge: codeChallengeOf(codeVerifier), lifetimeSeconds }
}

/**
 * Opens a challenge, once: a token with its nonce, or a code of its verifier, lets nobody in a second time. It is
 * spent also if what follows fails.
 */
export async function spendChallenge(
  { dataKeys, clock, storage }: ChallengePorts,
  { accountId, known }: Way,
  challenge: string,
): Promise<OpenedChallenge> {
  const key = await dataKeys.derive(accountId, 'consumer-challenges')
  const opened = unseal(key, challenge, contextOf(accountId))
  if (opened === undefined) throw refused('the challenge is not one of ours')
  const sealed = JSON.parse(opened.toString('utf8')) as Sealed
  const { nonce, codeVerifier, connectorId, expiresAt } = sealed
  if (connectorId !== known.connector.id) throw refused('the challenge is of another connector')
  const now = clock.now()
  if (expiresAt <= now) throw refused('the challenge has expired')
  const hash = sha256Hex(`challenge ${challenge}`)
  const isFirst = await storage.write((tx) =>
    tx.clientAssertions.claim(accountId, { hash, expiresAt, now }),
  )
  if (!isFirst) throw refused('the challenge was used before')
  return { nonce, codeVerifier }
}

function refused(reason: string): IdpRefusal {
  return new IdpRefusal('9012', {
    reason,
    description: `The challenge is not good: ${reason}. Ask for another, and let the consumer log in again.`,
  })
}

function contextOf(accountId: AccountId): string {
  return `consumer_challenges/${accountId}`
}
