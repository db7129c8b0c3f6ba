/** The pictures that accounts show on the hosted pages. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Logo } from '#domain/accounts/logo.ts'

export type LogoReader = {
  find(accountId: AccountId): Promise<Logo | undefined>
  /** Which one it is, without the picture. */
  version(accountId: AccountId): Promise<string | undefined>
}

export type LogoWriter = LogoReader & {
  /** In place of the one there was. */
  put(accountId: AccountId, logo: Logo): Promise<void>
  remove(accountId: AccountId): Promise<boolean>
}
