import { useQuery } from '@tanstack/react-query'
import type { SigningKeyRotation, SigningKeyView } from '@watchword/protocol/api/signing-key.ts'
import type { ApiClient } from '#api/client.ts'
import { useApi } from '#api/context.tsx'

const base = '/api/account/{accountId}/watchword/keys'

export const signingKeysKey = ['signing-keys'] as const

type Keys = { readonly keys: readonly SigningKeyView[] }

/** The keys of the account's issuer. Their schedule goes on while they are looked at. */
export function useSigningKeys() {
  const api = useApi()
  return useQuery({
    queryKey: signingKeysKey,
    queryFn: ({ signal }) => api.get<Keys>(base, { signal }),
    refetchInterval: 60_000,
  })
}

export async function rotateKeys(api: ApiClient, rotation: SigningKeyRotation): Promise<Keys> {
  return (await api.call<Keys>('POST', `${base}/rotate`, { body: rotation })).body
}

export function retireKey(api: ApiClient, kid: string) {
  return api.call('POST', `${base}/${encodeURIComponent(kid)}/retire`)
}
