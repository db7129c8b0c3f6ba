import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'
import type { ApiClient } from '#api/client.ts'
import { useApi } from '#api/context.tsx'

const base = '/api/account/{accountId}/configuration/le-connectors/connectors'
const watchword = '/api/account/{accountId}/watchword'

/** Addresses of the API that this feature calls. */
export const paths = {
  connectors: base,
  connector: (id: number) => `${base}/${id}`,
  status: (id: number) => `${watchword}/connectors/${id}/status`,
  check: `${watchword}/connectors/check`,
  explain: `${watchword}/consumers/explain`,
  handshakes: `${watchword}/consumers/handshakes`,
  settings: `${watchword}/settings`,
} as const

export const keys = {
  all: ['connectors'] as const,
  one: (id: number) => ['connectors', id] as const,
  status: (id: number) => ['connectors', id, 'status'] as const,
}

export function connectorsQuery(api: ApiClient) {
  return queryOptions({
    queryKey: keys.all,
    queryFn: ({ signal }) => api.get<readonly ConnectorObject[]>(paths.connectors, { signal }),
  })
}

/** How a connector does; asked again now and then while it is looked at. */
export function statusQuery(api: ApiClient, id: number) {
  return queryOptions({
    queryKey: keys.status(id),
    queryFn: ({ signal }) => api.get<ConnectorStatus>(paths.status(id), { signal }),
    refetchInterval: 30_000,
  })
}

export function useConnectors() {
  return useQuery(connectorsQuery(useApi()))
}

export function useStatus(id: number) {
  return useQuery(statusQuery(useApi(), id))
}
