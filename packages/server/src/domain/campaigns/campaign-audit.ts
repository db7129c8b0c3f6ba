import { isDeepStrictEqual } from 'node:util'
import type { AuditLine } from '#domain/accounts/change-configuration.ts'
import type { Campaign } from './campaign.ts'
import type { Engagement } from './engagement.ts'

/** Values of members that say how something looks may be large; the trail tells how they begin. */
const longestTold = 500

/** The audit lines of one change: one for a campaign that came or went, else one for each member that differs. */
export function auditOfCampaign(
  before: Campaign | undefined,
  after: Campaign,
): readonly AuditLine[] {
  return linesOf('ACCampaignObject', before, after, membersOfCampaign)
}

/** The same of an engagement. */
export function auditOfEngagement(
  before: Engagement | undefined,
  after: Engagement,
): readonly AuditLine[] {
  return linesOf('ACEngagementObject', before, after, membersOfEngagement)
}

type Told = { readonly id: number; readonly name: string; readonly deleted: boolean }
type Members = ReadonlyMap<string, unknown>

function linesOf<T extends Told>(
  objectType: string,
  before: T | undefined,
  after: T,
  membersOf: (object: T) => Members,
): readonly AuditLine[] {
  const about = { objectType, objectId: `${after.id}`, objectName: after.name }
  const whole = { ...about, element: 'N/A', oldValue: '', newValue: '' }
  if (before === undefined) return [{ ...whole, action: 'Add new' }]
  if (after.deleted) return [{ ...whole, action: 'Delete' }]
  const [old, next] = [membersOf(before), membersOf(after)]
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((element): AuditLine[] => {
    const [oldValue, newValue] = [old.get(element), next.get(element)]
    if (isDeepStrictEqual(oldValue, newValue)) return []
    const values = { oldValue: textOf(oldValue), newValue: textOf(newValue) }
    return [{ ...about, action: 'Edit', element: element.slice(0, 100), ...values }]
  })
}

function membersOfCampaign(campaign: Campaign): Members {
  const { name, description, isPublished, startsAt, endsAt, other } = campaign
  return new Map<string, unknown>([
    ...Object.entries(other),
    ...Object.entries({ name, description, status: isPublished ? 'published' : 'draft' }),
    ['startDate', startsAt && new Date(startsAt).toISOString()],
    ['expirationDate', endsAt && new Date(endsAt).toISOString()],
  ])
}

/** What says nothing new: it changes with every write, or is told by the action. */
const untold: ReadonlySet<string> = new Set([
  ...['id', 'campaignId', 'revision', 'deleted', 'createdAt', 'updatedAt', 'carried'],
])

function membersOfEngagement(engagement: Engagement): Members {
  const target = Object.entries(engagement).filter(([name]) => !untold.has(name))
  return new Map([...Object.entries(engagement.carried), ...target])
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > longestTold ? `${text.slice(0, longestTold)}…` : text
}
