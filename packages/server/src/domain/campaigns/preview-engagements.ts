import type { Preview, PreviewBody } from '@watchword/protocol/api/campaign-preview.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import type { Caller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import { requireCampaignReader } from './campaign-rights.ts'
import {
  type Candidate,
  isAuthenticated,
  languageOf,
  selectEngagement,
} from './judge-engagement.ts'

export type PreviewPorts = {
  readonly storage: {
    readonly read: Pick<Storage['read'], 'accounts' | 'campaigns' | 'engagements' | 'connectors'>
  }
  readonly clock: Clock
}

/** The most that are told of. */
const mostOthers = 200

/** Tells which engagement somebody would be shown now, and why not the others. For who may see campaigns. */
export async function previewEngagements(
  ports: PreviewPorts,
  caller: Caller,
  visit: PreviewBody,
): Promise<Preview> {
  requireCampaignReader(caller)
  const account = await ports.storage.read.accounts.find(caller.accountId)
  if (account === undefined) throw new DomainError('not_found', 'There is no such account.')
  const candidates = await findCandidates(ports, caller)
  const { identities = [], entryPoints = [], language, channel } = visit
  const told = { identities, entryPoints, language, channel }
  const { shown, others } = selectEngagement(candidates, {
    ...told,
    now: ports.clock.now(),
    allowsAnonymous: resolveSettings(account.settings).consumers.anonymous,
  })
  return {
    consumer: isAuthenticated(told) ? 'authenticated' : 'anonymous',
    language: languageOf(told) ?? null,
    shown: shown === undefined ? null : offerOf(shown),
    others: others.slice(0, mostOthers).map(({ candidate, reasons }) => ({
      ...offerOf(candidate),
      fits: reasons.every(({ rule }) => rule === 'outweighed'),
      reasons: reasons.map((reason) => ({ ...reason })),
    })),
    leftOut: Math.max(0, others.length - mostOthers),
  }
}

/** Every live engagement of the account. */
async function findCandidates(
  { storage }: PreviewPorts,
  { accountId }: Caller,
): Promise<readonly Candidate[]> {
  const { read } = storage
  const campaigns = new Map((await read.campaigns.list(accountId)).map((one) => [one.id, one]))
  const stored = await read.connectors.list(accountId)
  const connectors = new Map(stored.map(({ connector }) => [connector.id, connector]))
  return (await read.engagements.targets(accountId)).flatMap((engagement) => {
    const campaign = campaigns.get(engagement.campaignId)
    if (campaign === undefined) return []
    const { connectorId } = engagement
    const connector = connectorId === undefined ? undefined : connectors.get(connectorId)
    return [{ campaign, engagement, connector }]
  })
}

function offerOf({ campaign, engagement, connector }: Candidate): NonNullable<Preview['shown']> {
  const { windowId } = engagement
  return {
    campaignId: campaign.id,
    campaignName: campaign.name,
    engagementId: engagement.id,
    engagementName: engagement.name,
    engagementRevision: engagement.revision,
    connectorId: connector?.id ?? null,
    connectorName: connector?.name ?? null,
    windowId: windowId === undefined ? null : `${windowId}`,
    language: engagement.language ?? null,
    weight: engagement.weight,
  }
}
