import { queryOptions, useQuery } from '@tanstack/react-query'
import type { LogoAnswer } from '@watchword/protocol/api/logo.ts'
import type { SettingsAnswer, SettingsPreview } from '@watchword/protocol/api/settings.ts'
import type { ApiClient } from '#api/client.ts'
import { useApi } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import type { SettingsPatch } from './patch.ts'

const base = '/api/account/{accountId}/watchword/settings'
const logoPath = `${base}/logo`

export const settingKeys = {
  all: ['settings'] as const,
  logo: ['settings', 'logo'] as const,
}

/** All settings, with their revision. */
export async function readSettings(api: ApiClient): Promise<Loaded<SettingsAnswer>> {
  const { body, revision } = await api.call<SettingsAnswer>('GET', base)
  return { value: body, revision }
}

export function useSettings() {
  const api = useApi()
  return useQuery(queryOptions({ queryKey: settingKeys.all, queryFn: () => readSettings(api) }))
}

/** Changes settings over what was read. `force`: also if it shuts out who asks. */
export async function saveSettings(
  api: ApiClient,
  patch: SettingsPatch,
  { ifMatch, force }: { readonly ifMatch: string | undefined; readonly force: boolean },
): Promise<Loaded<SettingsAnswer>> {
  const body = force ? { ...patch, force: true } : patch
  const answer = await api.call<SettingsAnswer>('PATCH', base, { body, ifMatch })
  return { value: answer.body, revision: answer.revision }
}

/** What a change would do. Nothing is changed. */
export function previewSettings(api: ApiClient, patch: SettingsPatch, signal?: AbortSignal) {
  return api
    .call<SettingsPreview>('POST', `${base}/preview`, { body: patch, signal })
    .then(({ body }) => body)
}

/** The logo; `null`: there is none. */
export function useLogo() {
  const api = useApi()
  return useQuery({
    queryKey: settingKeys.logo,
    queryFn: async ({ signal }) => {
      const query = { ifAny: true }
      return (await api.get<LogoAnswer | undefined>(logoPath, { query, signal })) ?? null
    },
  })
}

export function setLogo(api: ApiClient, image: string) {
  return api.call<LogoAnswer>('PUT', logoPath, { body: { image } })
}

export function removeLogo(api: ApiClient) {
  return api.call('DELETE', logoPath)
}
