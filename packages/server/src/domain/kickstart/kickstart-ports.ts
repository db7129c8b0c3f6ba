import type { AccountPorts } from '#domain/accounts/account-ports.ts'
import type { ConnectorPorts } from '#domain/connectors/change-connectors.ts'
import type { PasswordHasher } from '#lib/password-hash/password-hasher.ts'

/** What applying a kickstart file needs. */
export type KickstartPorts = AccountPorts &
  Pick<ConnectorPorts, 'isExempt'> & { readonly passwords: PasswordHasher }
