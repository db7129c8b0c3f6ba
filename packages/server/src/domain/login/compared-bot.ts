import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Origin } from '#domain/caller.ts'
import type { BotCredentials, ComparedClient } from './compared-client.ts'
import type { AttemptKeys } from './login-counters.ts'

/** What a bot sent to prove who it is. */
export type BotAttempt = {
  /** As it stands in the path. */
  readonly accountId: string
  readonly loginName: string
  readonly credentials: BotCredentials
  readonly origin: Origin
}

/** A bot's attempt whose secrets were compared. */
export type ComparedBot = {
  readonly attempt: BotAttempt
  readonly accountId: AccountId
  readonly keys: AttemptKeys
  readonly client: ComparedClient
}
