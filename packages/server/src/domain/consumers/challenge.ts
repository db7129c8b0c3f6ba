import { createHmac } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { codeChallengeOf } from '@watchword/protocol/oauth2/pkce.ts'
import type { KnownConnector } from '#domain/connectors/known-connectors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { equalInConstantTime, sha256Hex } from '#lib/digest.ts'
import { randomHex } from '#lib/random.ts'
import { seal, unseal } from '#lib/sealed.ts'
import type { Reads, Writes } from '#storage/port.ts'
import { IdpRefusal } from './idp-refusal.ts'

export type ChallengePorts = {
  readonly dataKeys: DataKeys
  readonly clock: Clock
  readonly storage: {
    readonly read: Pick<Reads, 'clientAssertions'>
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

/** What a challenge held, and the name that it is spent by. */
export type OpenedChallenge = {
  readonly nonce: string
  readonly codeVerifier: string
  readonly hash: string
  readonly expiresAt: number
}

type Sealed = Omit<OpenedChallenge, 'hash'> & { readonly connectorId: number }

/** Longer than anybody takes to log in. */
const lifetimeSeconds = 900

/** A nonce of ours: random, and a mark of it, each 32 hex characters. */
const nonceForm = /^([0-9a-f]{32})([0-9a-f]{32})$/

/**
 * Makes a nonce, and a verifier of PKCE (RFC 7636) that stays here: whoever steals the code on its way has no use for
 * it. Nothing is kept until it is used. The nonce is marked, so that a token with it is taken with its challenge alone.
 */
export async function createChallenge(
  { dataKeys, clock }: ChallengePorts,
  { accountId, known }: Way,
): Promise<Challenge> {
  const [nonce, codeVerifier] = [await makeNonce(dataKeys, accountId), randomHex(32)]
  const connectorId = known.connector.id
  const expiresAt = clock.now() + lifetimeSeconds * 1000
  const sealed: Sealed = { nonce, codeVerifier, connectorId, expiresAt }
  const key = await dataKeys.derive(accountId, 'consumer-challenges')
  const challenge = seal(key, Buffer.from(JSON.stringify(sealed)), contextOf(accountId))
  return { challenge, nonce, codeChallenge: codeChallengeOf(codeVerifier), lifetimeSeconds }
}

/** Opens a challenge that nobody came in by yet. Nothing is written: anybody may ask for one, and send it. */
export async function openChallenge(
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
  if (expiresAt <= clock.now()) throw refused('the challenge has expired')
  const hash = sha256Hex(`challenge ${challenge}`)
  if (await storage.read.clientAssertions.isClaimed(accountId, hash)) throw usedBefore()
  return { nonce, codeVerifier, hash, expiresAt }
}

/**
 * Spends a challenge, once its token was found good: a token with its nonce, or a code of its verifier, lets nobody in
 * a second time. Of several at once, one is the first.
 */
export async function spendChallenge(
  { clock, storage }: ChallengePorts,
  accountId: AccountId,
  { hash, expiresAt }: OpenedChallenge,
): Promise<void> {
  const now = clock.now()
  const isFirst = await storage.write((tx) =>
    tx.clientAssertions.claim(accountId, { hash, expiresAt, now }),
  )
  if (!isFirst) throw usedBefore()
}

/**
 * Refuses a token that was asked for with a challenge and came without one: who leaves it out may be sending the token a
 * second time.
 */
export async function demandChallenge(
  { dataKeys }: Pick<ChallengePorts, 'dataKeys'>,
  accountId: AccountId,
  nonce: unknown,
): Promise<void> {
  const [, random, mark] = (typeof nonce === 'string' && nonceForm.exec(nonce)) || []
  if (random === undefined || mark === undefined) return
  if (!equalInConstantTime(mark, await markOf(dataKeys, accountId, random))) return
  throw refused('the token was asked for with one, which was not sent')
}

async function makeNonce(dataKeys: DataKeys, accountId: AccountId): Promise<string> {
  const random = randomHex(16)
  return `${random}${await markOf(dataKeys, accountId, random)}`
}

async function markOf(dataKeys: DataKeys, accountId: AccountId, random: string): Promise<string> {
  const { bytes } = await dataKeys.derive(accountId, 'consumer-nonces')
  return createHmac('sha256', bytes).update(random).digest('hex').slice(0, 32)
}

function usedBefore(): IdpRefusal {
  return refused('the challenge was used before')
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
