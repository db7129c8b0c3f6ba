import { useQuery } from '@tanstack/react-query'
import { useApi, useMay } from '#api/context.tsx'
import type { SampleApplication } from './samples.ts'
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

type Installed = {
  readonly client_id: string
  readonly client_name: string
  readonly enabled: boolean
  readonly deleted: boolean
  readonly redirect_uris?: readonly string[]
  readonly scope?: string
  readonly token_endpoint_auth_method?: string
}

/** Something to fill samples with, by its name. Nothing secret is asked for. */
export type Choice<T> = { readonly id: string; readonly name: string; readonly value: T }

export function useSampleApplications() {
  const api = useApi()
  return useQuery({
    enabled: useMay('applications:read'),
    queryKey: ['developers', 'applications'],
    queryFn: async ({ signal }): Promise<readonly Choice<SampleApplication>[]> => {
      const path = `${account}/configuration/app-install/installations?secrets=false`
      const found = await api.get<readonly Installed[]>(path, { signal })
      return found
        .filter(({ enabled, deleted }) => enabled && !deleted)
        .map(({ client_id, client_name, redirect_uris, scope, token_endpoint_auth_method }) => ({
          ...{ id: client_id, name: client_name },
          value: {
            ...{ clientId: client_id, redirectUri: redirect_uris?.[0], scope },
            isPublic: token_endpoint_auth_method === 'none',
          },
        }))
    },
  })
}

export function useSampleKeys() {
  const api = useApi()
  return useQuery({
    enabled: useMay('apiKeys:read'),
    queryKey: ['developers', 'keys'],
    queryFn: async ({ signal }): Promise<readonly Choice<string>[]> => {
      const path = '/app-key-manager/api/account/{accountId}/keys?v=1.0&secrets=false'
      const found = await api.get<
        readonly { readonly keyId: string; readonly appName: string; readonly enabled: boolean }[]
      >(path, { signal })
      return found
        .filter(({ enabled }) => enabled)
        .map(({ keyId, appName }) => ({ id: keyId, name: appName, value: keyId }))
    },
  })
}

export function useSampleConnectors() {
  const api = useApi()
  return useQuery({
    enabled: useMay('connectors:read'),
    queryKey: ['developers', 'connectors'],
    queryFn: async ({ signal }): Promise<readonly Choice<number>[]> => {
      const found = await api.get<
        readonly { readonly id: number; readonly name: string; readonly type: number }[]
      >(`${account}/configuration/le-connectors/connectors`, { signal })
      // Those by which somebody vouches come first: that is what one tries.
      return found
        .toSorted((a, b) => Number(a.type === 0) - Number(b.type === 0))
        .map(({ id, name }) => ({ id: `${id}`, name, value: id }))
    },
  })
}
