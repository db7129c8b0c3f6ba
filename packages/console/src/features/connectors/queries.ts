import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type {
  ConnectorStatus,
  ConnectorStatuses,
} from '@watchword/protocol/api/connector-report.ts'
import type {
  RefusedHandshakes,
  TokenExplanation,
} from '@watchword/protocol/api/consumer-debugger.ts'
import type { ApiClient } from '#api/client.ts'
import { useApi } from '#api/context.tsx'
import { loadConnector, paths } from './store-connector.ts'

export const keys = {
  all: ['connectors'] as const,
  list: ['connectors', 'list'] as const,
  policy: ['connectors', 'policy'] as const,
  one: (id: number) => ['connectors', 'one', id] as const,
  statuses: ['connectors', 'statuses'] as const,
  status: (id: number) => ['connectors', 'status', id] as const,
  handshakes: (connectorId: number | undefined) =>
    ['connectors', 'handshakes', connectorId ?? 'all'] as const,
  handshake: (id: string) => ['connectors', 'handshake', id] as const,
}

export function useConnectors() {
  const api = useApi()
  return useQuery({
    queryKey: keys.list,
    queryFn: ({ signal }) => api.get<readonly ConnectorObject[]>(paths.connectors, { signal }),
  })
}

export function useConnector(id: number) {
  const api = useApi()
  return useQuery({
    queryKey: keys.one(id),
    queryFn: ({ signal }) => loadConnector(api, id, signal),
  })
}

/** How a connector does; asked again now and then while it is looked at. */
export function statusQuery(api: ApiClient, id: number) {
  return queryOptions({
    queryKey: keys.status(id),
    queryFn: ({ signal }) => api.get<ConnectorStatus>(paths.status(id), { signal }),
    refetchInterval: 20_000,
  })
}

export function useStatus(id: number) {
  return useQuery(statusQuery(useApi(), id))
}

/** How each connector does, by its id: one call for all of them. */
export function useStatuses() {
  const api = useApi()
  return useQuery({
    queryKey: keys.statuses,
    queryFn: ({ signal }) =>
      api.get<ConnectorStatuses>(paths.statuses, { query: { days: 'false' }, signal }),
    select: byId,
    refetchInterval: 20_000,
  })
}

function byId({ statuses }: ConnectorStatuses) {
  return new Map(statuses.map((status) => [status.connectorId, status]))
}

/** Handshakes that were refused in the last day: of one connector, or of all. */
export function useHandshakes(connectorId: number | undefined) {
  const api = useApi()
  return useQuery({
    queryKey: keys.handshakes(connectorId),
    queryFn: ({ signal }) =>
      api.get<RefusedHandshakes>(paths.handshakes, { query: { connectorId }, signal }),
    refetchInterval: 30_000,
  })
}

/** Every rule of a refused handshake. What happened does not change. */
export function useHandshake(id: string) {
  const api = useApi()
  return useQuery({
    queryKey: keys.handshake(id),
    queryFn: ({ signal }) => api.get<TokenExplanation>(paths.handshake(id), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
