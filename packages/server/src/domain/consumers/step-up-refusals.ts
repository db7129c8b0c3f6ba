import type { ConsumerSettings } from '#domain/accounts/settings.ts'
import type { ConsumerTokenFault } from './consumer-tokens.ts'
import { IdpRefusal } from './idp-refusal.ts'

/** What a page does with a conversation that began without a name. */
export type StepUpChoice = 'merge' | 'keep'

/** Why a token is not one that a page may step up from. */
export function refuseToken(fault: ConsumerTokenFault | 'known'): IdpRefusal {
  const { code, words } = tokenFaults[fault]
  return new IdpRefusal(code, {
    reason: `step_up_from ${words}`,
    description: `The consumer cannot be made known: step_up_from ${words}.`,
    extra: { error: 'step_up_from' },
  })
}

const tokenFaults = {
  signature: { code: '2002', words: 'is not a consumer token of ours' },
  account: { code: '2004', words: 'is of another account' },
  expired: { code: '1012', words: 'has expired: renew the anonymous identity first' },
  revoked: { code: '1049', words: 'has been revoked, or was stepped up from before' },
  known: { code: '9012', words: 'is of a consumer who is known already' },
} as const

/** Refuses, if the account's policy says so, or if the consumer is to be asked and has not said what they want. */
export function refuseConflict(
  policy: ConsumerSettings['stepUp'],
  choice: StepUpChoice | undefined,
): void {
  if (policy === 'refuse') {
    throw new IdpRefusal('9012', {
      status: 409,
      reason: 'a step-up to a consumer who was here before, which the account refuses',
      advice:
        'Let the page authenticate without step_up_from, or change settings.consumers.stepUp.',
      description:
        'The consumer was here before, and the account joins no anonymous conversation to theirs. Authenticate without step_up_from.',
      extra: { error: 'step_up_refused' },
    })
  }
  if (policy === 'merge' || choice === 'merge') return
  throw new IdpRefusal('9012', {
    status: 409,
    reason: 'a step-up to a consumer who was here before, and who is to be asked',
    description:
      'The consumer was here before. Ask whether the anonymous conversation is to be theirs, and repeat with merge: "merge" or "keep".',
    extra: { error: 'step_up_choice', choices: ['merge', 'keep'] },
  })
}
