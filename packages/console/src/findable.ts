import type { QueryClient } from '@tanstack/react-query'
import type { ApplicationObject } from '@watchword/protocol/api/application.ts'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { keys as apiKeyKeys } from '#features/api-keys/queries.ts'
import { applicationsKey } from '#features/applications/queries.ts'
import { keys as connectorKeys } from '#features/connectors/queries.ts'
import { actionWords as words } from '#features/shell/action-words.ts'
import type { Findable } from '#features/shell/find.ts'
import { userKeys } from '#features/users/queries.ts'
import type { ListedUser } from '#features/users/user-types.ts'

type ListedKey = { readonly keyId: string; readonly appName: string }
type Listed = Pick<ApplicationObject, 'id' | 'client_name'>

/** What the lists have that were opened before: the command palette asks the API for nothing. */
export function* loadedThings(queries: QueryClient): Generator<Findable> {
  const loaded = <T>(key: readonly unknown[]) => queries.getQueryData<readonly T[]>(key) ?? []
  for (const { keyId, appName } of loaded<ListedKey>(apiKeyKeys.list)) {
    yield { to: `/data-sources/api-keys/${keyId}`, name: appName, about: words.kinds.apiKey }
  }
  for (const { id, client_name } of loaded<Listed>([...applicationsKey, 'all'])) {
    yield { to: `/applications/${id}`, name: client_name, about: words.kinds.application }
  }
  for (const { id, name } of loaded<ConnectorObject>(connectorKeys.list)) {
    yield { to: `/data-sources/connectors/${id}`, name, about: words.kinds.connector }
  }
  for (const { id, loginName, nickname = '' } of loaded<ListedUser>(userKeys.list)) {
    const about = nickname === '' ? words.kinds.user : `${words.kinds.user} · ${nickname}`
    yield { to: `/users/${id}`, name: loginName, about }
  }
}
