import { useQuery } from '@tanstack/react-query'
import { useApi, useMay } from '#api/context.tsx'
import {
  applicationChoices,
  connectorChoices,
  type Installed,
  keyChoices,
} from './sample-choices.ts'
import type { ServiceDirectory } from './service-hosts.ts'

const account = '/api/account/{accountId}'

/** The issuer's own words about itself (OpenID Connect Discovery 1.0), as far as they are shown. */
export type Metadata = Readonly<
  Partial<
    Record<
      | 'issuer'
      | 'authorization_endpoint'
      | 'token_endpoint'
      | 'userinfo_endpoint'
      | 'jwks_uri'
      | 'introspection_endpoint'
      | 'revocation_endpoint'
      | 'end_session_endpoint',
      string
    >
  >
>

/** Where each service of the account is reached. */
export function useDirectory() {
  const api = useApi()
  return useQuery({
    queryKey: ['developers', 'directory'],
    queryFn: ({ signal }) =>
      api.get<ServiceDirectory>(`${account}/service/baseURI.json?version=1.0`, { signal }),
  })
}

export function useMetadata() {
  const api = useApi()
  return useQuery({
    queryKey: ['developers', 'metadata'],
    queryFn: ({ signal }) =>
      api.get<Metadata>('/oidc/{accountId}/.well-known/openid-configuration', { signal }),
  })
}

/** Those that a sample may be about; of all it is asked once. */
export function useSampleApplications(kind: Parameters<typeof applicationChoices>[0]) {
  const api = useApi()
  return useQuery({
    enabled: useMay('applications:read'),
    queryKey: ['developers', 'applications'],
    queryFn: ({ signal }) => {
      const path = `${account}/configuration/app-install/installations?secrets=false`
      return api.get<readonly Installed[]>(path, { signal })
    },
    select: (installed) => applicationChoices(kind, installed),
  })
}

export function useSampleKeys() {
  const api = useApi()
  return useQuery({
    enabled: useMay('apiKeys:read'),
    queryKey: ['developers', 'keys'],
    queryFn: ({ signal }) => {
      const path = '/app-key-manager/api/account/{accountId}/keys?v=1.0&secrets=false'
      return api.get<Parameters<typeof keyChoices>[0]>(path, { signal })
    },
    select: keyChoices,
  })
}

export function useSampleConnectors() {
  const api = useApi()
  return useQuery({
    enabled: useMay('connectors:read'),
    queryKey: ['developers', 'connectors'],
    queryFn: ({ signal }) => {
      const path = `${account}/configuration/le-connectors/connectors`
      return api.get<Parameters<typeof connectorChoices>[0]>(path, { signal })
    },
    select: connectorChoices,
  })
}
