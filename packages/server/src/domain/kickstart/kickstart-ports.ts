import type { AccountPorts } from '#domain/accounts/account-ports.ts'
import type { PasswordHasher } from '#lib/password-hash/password-hasher.ts'

/** What applying a kickstart file needs. */
export type KickstartPorts = AccountPorts & { readonly passwords: PasswordHasher }
