import type { ApiClient } from '#api/client.ts'
import { type Loaded, loadedOf } from '#api/save-over.ts'

export const base = '/api/account/{accountId}/configuration/le-users'

/** The kinds of objects that users refer to (contract 1 sections 5 and 5.1). */
export type Kind = 'profiles' | 'skills' | 'agentGroups' | 'lobs'

export const query = { v: '4.0' }

export function pathOf(kind: Kind, id?: number): string {
  return id === undefined ? `${base}/${kind}` : `${base}/${kind}/${id}`
}

export async function loadConfig<T>(
  api: ApiClient,
  { kind, id }: { readonly kind: Kind; readonly id: number },
  signal?: AbortSignal,
): Promise<Loaded<T>> {
  return loadedOf(await api.call<T>('GET', pathOf(kind, id), { query, signal }))
}

/** Replaces one, or without `over` adds it. */
export async function writeConfig<T extends { readonly id: number }>(
  api: ApiClient,
  kind: Kind,
  { body, over }: { readonly body: object; readonly over: Loaded<T> | undefined },
): Promise<Loaded<T>> {
  const [method, path] =
    over === undefined
      ? (['POST', pathOf(kind)] as const)
      : (['PUT', pathOf(kind, over.value.id)] as const)
  return loadedOf(await api.call<T>(method, path, { body, query, ifMatch: over?.revision }))
}
