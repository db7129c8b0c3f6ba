import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { ApiClient } from '#api/client.ts'
import type { Loaded } from '#api/save-over.ts'
import type { ConnectorBody } from './form-values.ts'

const base = '/api/account/{accountId}/configuration/le-connectors/connectors'
const watchword = '/api/account/{accountId}/watchword'

/** Addresses of the API that this feature calls. */
export const paths = {
  connectors: base,
  connector: (id: number) => `${base}/${id}`,
  status: (id: number) => `${watchword}/connectors/${id}/status`,
  statuses: `${watchword}/connectors/status`,
  checkSaved: (id: number) => `${watchword}/connectors/${id}/check`,
  check: `${watchword}/connectors/check`,
  explain: `${watchword}/consumers/explain`,
  handshakes: `${watchword}/consumers/handshakes`,
  handshake: (id: string) => `${watchword}/consumers/handshakes/${encodeURIComponent(id)}`,
  settings: `${watchword}/settings`,
} as const

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
