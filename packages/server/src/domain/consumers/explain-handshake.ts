import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ExplainTokenInput } from '@watchword/protocol/api/consumer-debugger.ts'
import { idpAdvice } from '@watchword/protocol/consumers/idp-advice.ts'
import { idpErrors } from '@watchword/protocol/consumers/idp-errors.ts'
import { DomainError } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import { type HandshakeRecorder, keptHandshakesMs } from './record-handshakes.ts'
import type { RefusedHandshake } from './refused-handshake.ts'
import { blankExplanation, type TokenExplanation } from './token-explanation.ts'

export type ExplainHandshakePorts = {
  readonly storage: { readonly read: Pick<Storage['read'], 'connectors' | 'refusedHandshakes'> }
  readonly clock: Clock
  /** What this process has gathered is written first, so that a refusal of a moment ago is found. */
  readonly handshakes: Pick<HandshakeRecorder, 'flush'>
}

/** Explains a handshake that was refused in the last day. The token is gone, but what it told was kept. */
export async function explainHandshake(
  { storage, clock, handshakes }: ExplainHandshakePorts,
  accountId: AccountId,
  asked: Exclude<ExplainTokenInput, { kind: 'token' }>,
): Promise<TokenExplanation> {
  await handshakes.flush()
  const since = clock.now() - keptHandshakesMs
  const { refusedHandshakes } = storage.read
  const refused =
    asked.kind === 'handshake'
      ? await refusedHandshakes.find(accountId, asked.handshakeId, since)
      : (await refusedHandshakes.list(accountId, { since })).find(
          ({ requestId }) => requestId === asked.requestId,
        )
  if (refused === undefined) {
    const message = 'There is no such refused handshake. They are kept for a day.'
    throw new DomainError('not_found', message)
  }
  const { id, at, flow, requestId, code, connectorId, results, clockOffsetSeconds } = refused
  const stored =
    connectorId === undefined
      ? undefined
      : await storage.read.connectors.find(accountId, connectorId)
  const { name = '(deleted)', type = 1 } = stored?.connector ?? {}
  return {
    ...blankExplanation,
    verdict: 'refused',
    kind: flow === 'anonymous' ? 'anonymous' : 'id_token',
    summary: summaryOf(refused),
    advice: refused.advice ?? idpAdvice[code],
    code,
    connector:
      connectorId === undefined
        ? undefined
        : { id: connectorId, name, type, chosenBy: 'handshake' },
    handshake: { id, at, flow, requestId },
    clockOffsetSeconds,
    headers: refused.headers,
    claims: refused.claims,
    results,
    remarks: remarksOn(refused),
  }
}

function summaryOf({ rule, reason, code }: RefusedHandshake): string {
  const { description } = idpErrors[code]
  if (reason === undefined) return description
  return rule === undefined ? `${description} (${reason})` : `${rule}: ${reason}`
}

function remarksOn({ flow, proven, results, claims }: RefusedHandshake): readonly string[] {
  const judged = results.length > 0
  return [
    ...(judged && !proven
      ? [
          'The signature was not proven, so anybody may have sent this: what it says is only a claim.',
        ]
      : []),
    ...(judged && claims === undefined
      ? ['Its claims could not be read, or were too many to keep.']
      : []),
    ...(flow === 'code' && !judged
      ? ['It did not come to an id_token: the code was not redeemed.']
      : []),
  ]
}
