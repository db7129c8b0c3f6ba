import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Reads, Storage, Writes } from '#storage/port.ts'
import type { Session } from './session.ts'

/** What a bot sent beside its name (contract 1 section 2.3). */
export type BotCredentials = {
  /** The App key; of an application, its client id. */
  readonly appKey: string
  /** Its secret; of an application, the client secret. */
  readonly secret: string
  /** Of an application, these two are placeholders and mean nothing. */
  readonly accessToken: string
  readonly accessTokenSecret: string
}

export type CompareClientPorts = {
  readonly storage: Pick<Storage, 'read'>
  readonly dataKeys: DataKeys
}

/** A client whose secrets were compared, and of which nothing is decided yet. */
export type ComparedClient = {
  readonly method: Exclude<Session['method'], 'password'>
  /** Whether all the secrets were right: then it is known who asks. */
  readonly matches: boolean
  /** What it is now, in the transaction that decides: it may have changed since its secrets were compared. */
  lookAgain(
    tx: Reads | Writes,
    asked: { readonly address: string; readonly now: number },
  ): Promise<ClientState>
}

/** A client as it is. */
export type ClientState = {
  /** As `allowedAppKeys` of a user names it; `undefined`: there is none, or no more. */
  readonly id: string | undefined
  /** Why nobody may be logged in with it; empty: nothing is wrong. */
  readonly reasons: readonly ClientReason[]
  /** When it ends, and with it what was opened with it. */
  readonly expiresAt: number | undefined
  /** Whether a user whose `allowedAppKeys` is that may log in with it; left out: if that is its id. */
  admits?(allowedAppKeys: string | undefined): boolean
}

/** What is wrong with a key or an application, or with what was sent for it. */
export type ClientReason =
  | 'unknown_key'
  | 'wrong_secret'
  | 'key_disabled'
  | 'key_expired'
  | 'key_address_not_allowed'
  | 'key_without_user_login'
  | 'application_disabled'
  | 'application_without_client_credentials'
