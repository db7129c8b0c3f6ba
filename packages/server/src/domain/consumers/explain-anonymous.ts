import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  anonymousIssuer,
  anonymousTokenType,
  judgeAnonymousToken,
} from '@watchword/protocol/consumers/anonymous-token.ts'
import { idpAdvice } from '@watchword/protocol/consumers/idp-advice.ts'
import { type IdpErrorCode, idpErrors } from '@watchword/protocol/consumers/idp-errors.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Reads } from '#storage/port.ts'
import type { ConsumerNames } from './consumer-names.ts'
import type { TokenExplanation } from './token-explanation.ts'

export type ExplainAnonymousPorts = {
  readonly storage: { readonly read: Pick<Reads, 'accounts' | 'consumerRevocations'> }
  readonly signingKeys: Pick<SigningKeys, 'verify'>
  readonly names: Pick<ConsumerNames, 'idOf'>
  readonly clock: Clock
  readonly publicOrigin: string
}

type Told = Pick<
  TokenExplanation,
  'verdict' | 'summary' | 'advice' | 'code' | 'consumerId' | 'remarks'
>

/** Explains a token that was, or should have been, one of an anonymous consumer (contract 3 section 8.4). */
export async function explainAnonymous(
  { storage, signingKeys, names, clock, publicOrigin }: ExplainAnonymousPorts,
  accountId: AccountId,
  token: string,
): Promise<Told> {
  const account = await storage.read.accounts.find(accountId)
  if (account === undefined) return refused('1024')
  const use = { purpose: 'anonymous', typ: anonymousTokenType } as const
  const signed = await signingKeys.verify({ kind: 'zone', zone: account.zone }, use, token)
  if (signed === undefined) return refused('2002')
  const issuer = anonymousIssuer(publicOrigin, accountId)
  const expected = { issuer, accountId, nowSeconds: clock.now() / 1000 }
  const usable = judgeAnonymousToken(signed, { ...expected, purpose: 'use' })
  if (!usable.ok && usable.code !== '1012') return refused(usable.code)
  const renewable = judgeAnonymousToken(signed, { ...expected, purpose: 'refresh' })
  if (!renewable.ok) return refused(renewable.code)
  const { sub: subject, refresh_exp: until } = renewable.claims
  const id = await names.idOf(accountId, { kind: 'anon', issuer, subject })
  const ends = [`consumer:${id}`, `linked:${id}`] as const
  const ended = await storage.read.consumerRevocations.latest(accountId, ends)
  if (ended !== undefined) return refused('1049')
  if (!resolveSettings(account.settings).consumers.anonymous) return refused('2005')
  const renewal = `It can be renewed until ${new Date(until * 1000).toISOString()}: POST …/anonymous/authorize with it as id_token.`
  if (!usable.ok) return { ...refused('1012'), advice: renewal }
  return {
    verdict: 'accepted',
    summary: 'The token is taken: it is an anonymous token of ours, and has not expired.',
    advice: undefined,
    code: undefined,
    consumerId: id,
    remarks: [renewal],
  }
}

function refused(code: IdpErrorCode): Told {
  const summary = idpErrors[code].description
  const advice = code === '1012' ? undefined : idpAdvice[code]
  return { verdict: 'refused', summary, advice, code, consumerId: undefined, remarks: [] }
}
