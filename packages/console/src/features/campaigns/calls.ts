import type { ApiClient } from '#api/client.ts'
import { type Loaded, loadedOf } from '#api/save-over.ts'

export const account = '/api/account/{accountId}'
const base = `${account}/configuration/le-campaigns/campaigns`
const query = { v: '3.4' }

/** Where the API keeps them. */
export const paths = {
  campaigns: base,
  campaign: (id: number) => `${base}/${id}`,
  engagements: (campaignId: number) => `${base}/${campaignId}/engagements`,
  engagement: (campaignId: number, id: number) => `${base}/${campaignId}/engagements/${id}`,
  preview: `${account}/watchword/campaigns/preview`,
} as const

/** Reads with the revision, which a change is sent over. */
export async function load<T>(
  api: ApiClient,
  path: string,
  signal?: AbortSignal,
): Promise<Loaded<T>> {
  return loadedOf(await api.call<T>('GET', path, { query, signal }))
}

/** Replaces one, or without `over` adds it. */
export async function write<T>(
  api: ApiClient,
  path: string,
  { body, over }: { readonly body: object; readonly over: Loaded<unknown> | undefined },
): Promise<Loaded<T>> {
  const method = over === undefined ? 'POST' : 'PUT'
  return loadedOf(await api.call<T>(method, path, { body, query, ifMatch: over?.revision }))
}
