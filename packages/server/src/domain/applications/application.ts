import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Manifest } from '@watchword/protocol/api/application.ts'

/** An installation of an application in an account (contract 2 section 1). Times are milliseconds since 1970. */
export type Application = {
  /** The installation id, a UUID; its `client_id`. */
  readonly id: string
  /** What its author wrote, with members of which we know nothing. */
  readonly manifest: Manifest
  readonly enabled: boolean
  /** Set by the operator alone: nobody is asked for consent. */
  readonly firstParty: boolean
  /** Whether a sealed copy of the secret is kept, for administrators and for webhooks. */
  readonly secretReadable: boolean
  /** The global application it was copied from, and as of which of its versions. */
  readonly global: { readonly id: string; readonly version: number } | undefined
  readonly createdAt: number
  readonly updatedAt: number
  /** The revision of the account's installations at which it was last changed. */
  readonly revision: number
  readonly deleted: boolean
  /** As it is kept: what its manifest says of webhooks (`webhook-secrets.ts`). */
  readonly sealedWebhooks?: string
}

/** A secret as it is kept: a hash for the check and, if it may be read back, a sealed copy. */
export type StoredSecret = { readonly hash: string; readonly sealed: string | undefined }

/** An application with its secrets as they are kept: the present one and, after a reroll, the one that still works. */
export type StoredApplication = {
  readonly application: Application
  /** `undefined`: it was uninstalled. */
  readonly secret: StoredSecret | undefined
  readonly previous: (StoredSecret & { readonly until: number }) | undefined
}

/** An application that the operator publishes for every account to install. */
export type GlobalApplication = {
  readonly id: string
  readonly manifest: Manifest
  readonly firstParty: boolean
  /** Counted up by each publication of it. */
  readonly version: number
  /** No longer offered; what was installed stays. */
  readonly withdrawn: boolean
  readonly createdAt: number
  readonly updatedAt: number
  /** As it is kept: what its manifest says of webhooks (`webhook-secrets.ts`). */
  readonly sealedWebhooks?: string
}

/** Where the seal of an application's secret holds, and nowhere else. */
export function applicationSealContext(accountId: AccountId, id: string): string {
  return `applications/${accountId}/${id}`
}
