import { useQuery } from '@tanstack/react-query'
import type { Preview, PreviewBody } from '@watchword/protocol/api/campaign-preview.ts'
import type { PublicConnector } from '@watchword/protocol/api/connector.ts'
import type { ConnectorCheck, ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import { useApi, useMay } from '#api/context.tsx'
import { account, load, paths } from './calls.ts'
import type { Campaign } from './campaign.ts'
import type { Engagement } from './engagement.ts'

/** Everything of this feature is kept below `campaigns`, so one word makes it all be read again. */
export const keys = {
  all: ['campaigns'] as const,
  one: (id: number) => ['campaigns', id] as const,
  engagements: (id: number) => ['campaigns', id, 'engagements'] as const,
  engagement: (campaignId: number, id: number) =>
    ['campaigns', campaignId, 'engagements', id] as const,
}

export function useCampaigns() {
  const api = useApi()
  return useQuery({
    queryKey: keys.all,
    queryFn: ({ signal }) => load<readonly Campaign[]>(api, paths.campaigns, signal),
  })
}

export function useCampaign(id: number) {
  const api = useApi()
  return useQuery({
    queryKey: keys.one(id),
    queryFn: ({ signal }) => load<Campaign>(api, paths.campaign(id), signal),
  })
}

export function useEngagements(campaignId: number) {
  const api = useApi()
  return useQuery({
    queryKey: keys.engagements(campaignId),
    queryFn: ({ signal }) =>
      load<readonly Engagement[]>(api, paths.engagements(campaignId), signal),
  })
}

export function useEngagement(campaignId: number, id: number) {
  const api = useApi()
  return useQuery({
    queryKey: keys.engagement(campaignId, id),
    queryFn: ({ signal }) => load<Engagement>(api, paths.engagement(campaignId, id), signal),
  })
}

/** The ways in, as everybody may know them: whoever builds campaigns need not be allowed to configure connectors. */
export function useWaysIn() {
  const api = useApi()
  return useQuery({
    queryKey: ['campaigns', 'ways-in'],
    queryFn: ({ signal }) =>
      api.get<readonly PublicConnector[]>(`${account}/configuration/le-connectors/all-connectors`, {
        signal,
      }),
  })
}

export function useSkillNames() {
  const api = useApi()
  return useQuery({
    queryKey: ['campaigns', 'skills'],
    queryFn: ({ signal }) =>
      api.get<readonly Pick<Skill, 'id' | 'name'>[]>(`${account}/configuration/le-users/skills`, {
        query: { v: '1.0', select: 'id,name' },
        signal,
      }),
  })
}

function connectorPath(id: number, part: string): string {
  return `${account}/watchword/connectors/${id}/${part}`
}

/** How a connector does, for those who may know it. */
export function useConnectorStatus(id: number | undefined) {
  const api = useApi()
  const mayKnow = useMay('connectors:read')
  return useQuery({
    queryKey: ['campaigns', 'connector-status', id],
    queryFn: ({ signal }) => api.get<ConnectorStatus>(connectorPath(id ?? 0, 'status'), { signal }),
    enabled: id !== undefined && mayKnow,
  })
}

/** What the doctor says. It asks servers elsewhere, so an answer is good for a while, and a refusal is not pressed. */
export function useConnectorCheck(id: number | undefined) {
  const api = useApi()
  const mayKnow = useMay('connectors:read')
  return useQuery({
    queryKey: ['campaigns', 'connector-check', id],
    queryFn: ({ signal }) =>
      api
        .call<ConnectorCheck>('POST', connectorPath(id ?? 0, 'check'), { signal })
        .then(({ body }) => body),
    enabled: id !== undefined && mayKnow,
    staleTime: 5 * 60_000,
    retry: false,
    refetchOnWindowFocus: false,
  })
}

/** Which engagement somebody is shown, and why not the others. */
export function usePreview(visit: PreviewBody) {
  const api = useApi()
  return useQuery<Preview>({
    queryKey: ['campaigns', 'preview', visit],
    queryFn: ({ signal }) =>
      api.call<Preview>('POST', paths.preview, { body: visit, signal }).then(({ body }) => body),
    // What was there stays until the next answer comes: nothing jumps while one types.
    placeholderData: (before: Preview | undefined) => before,
    staleTime: 0,
  })
}
