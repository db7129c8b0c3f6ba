import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'
import type {
  RefusedHandshakes,
  TokenExplanation,
} from '@watchword/protocol/api/consumer-debugger.ts'
import type { ApiClient } from '#api/client.ts'
import { useApi } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import type { ConnectorBody } from './form-values.ts'

const base = '/api/account/{accountId}/configuration/le-connectors/connectors'
const watchword = '/api/account/{accountId}/watchword'

/** Addresses of the API that this feature calls. */
export const paths = {
  connectors: base,
  connector: (id: number) => `${base}/${id}`,
  status: (id: number) => `${watchword}/connectors/${id}/status`,
  checkSaved: (id: number) => `${watchword}/connectors/${id}/check`,
  check: `${watchword}/connectors/check`,
  explain: `${watchword}/consumers/explain`,
  handshakes: `${watchword}/consumers/handshakes`,
  handshake: (id: string) => `${watchword}/consumers/handshakes/${encodeURIComponent(id)}`,
  settings: `${watchword}/settings`,
} as const

export const keys = {
  all: ['connectors'] as const,
  list: ['connectors', 'list'] as const,
  policy: ['connectors', 'policy'] as const,
  one: (id: number) => ['connectors', 'one', id] as const,
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

/** One connector, with the revision that it is saved over. */
export async function loadConnector(
  api: ApiClient,
  id: number,
  signal?: AbortSignal,
): Promise<Loaded<ConnectorObject>> {
  const { body, revision } = await api.call<ConnectorObject>('GET', paths.connector(id), { signal })
  return { value: body, revision }
}

export async function sendConnector(
  api: ApiClient,
  body: ConnectorBody,
  over: Loaded<ConnectorObject>,
): Promise<Loaded<ConnectorObject>> {
  const { revision: ifMatch, value } = over
  const answer = await api.call<ConnectorObject>('PUT', paths.connector(value.id), {
    body,
    ifMatch,
  })
  return { value: answer.body, revision: answer.revision }
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
