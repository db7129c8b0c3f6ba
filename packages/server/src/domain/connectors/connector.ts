import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type {
  ConnectorConfiguration,
  ConnectorType,
} from '@watchword/protocol/consumers/connector-configuration.ts'

export type {
  ConnectorConfiguration,
  ConnectorRules,
  ConnectorType,
} from '@watchword/protocol/consumers/connector-configuration.ts'
export { anonymousJsMethod } from '@watchword/protocol/consumers/connector-configuration.ts'

/** One way in for consumers of an account. Times are milliseconds since 1970. */
export type Connector = {
  readonly id: number
  readonly name: string
  readonly type: ConnectorType
  readonly configuration: ConnectorConfiguration
  readonly deleted: boolean
  readonly createdAt: number
  readonly updatedAt: number
  /** The revision of the account's configuration at which it was last changed. */
  readonly revision: number
}

/** A connector with its secret as it is kept. */
export type StoredConnector = {
  readonly connector: Connector
  /** The client secret, or the private key of `private_key_jwt` (PKCS#8 PEM). */
  readonly sealedSecret: string | undefined
}

/** Where the seal of a connector's secret holds, and nowhere else. */
export function connectorSealContext(accountId: AccountId, id: number): string {
  return `connectors/${accountId}/${id}`
}
