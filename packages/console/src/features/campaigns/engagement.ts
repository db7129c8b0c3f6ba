import type { PreviewBody } from '@watchword/protocol/api/campaign-preview.ts'
import { typedNumber } from '#ui/typed-number.ts'

/** An engagement as the API answers it (contract 3 section 11), with members that only others know. */
export type Engagement = {
  readonly id: number
  readonly campaignId: number
  readonly engagementRevision: number
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly connectorId: number | null
  readonly allowUnauthMsg: boolean
  /** 0 chat, 1 messaging. */
  readonly conversationType: number
  /** 1 web, 2 mobile app. */
  readonly channel: number
  readonly source: number
  readonly skillId: number | null
  readonly skillName: string | null
  readonly language: string | null
  readonly weight: number
  readonly entryPoints: readonly string[]
  readonly modifiedDate: string
  readonly [member: string]: unknown
}

/** What the form holds. The names are the API's, so that its faults find their fields. */
export type EngagementValues = {
  readonly name: string
  readonly description: string
  readonly conversationType: '0' | '1'
  readonly channel: '1' | '2'
  readonly allowUnauthMsg: 'yes' | 'no'
  /** Empty: none. */
  readonly connectorId: string
  /** One a line. */
  readonly entryPoints: string
  readonly language: string
  readonly weight: number | string
  /** Empty: any. */
  readonly skillId: string
  readonly enabled: boolean
}

export const newEngagement: EngagementValues = {
  ...{ name: '', description: '', conversationType: '1', channel: '1', allowUnauthMsg: 'no' },
  ...{ connectorId: '', entryPoints: '', language: '', weight: 0, skillId: '', enabled: true },
}

export function valuesOfEngagement(engagement: Engagement): EngagementValues {
  const { connectorId, skillId, language, weight, enabled, name, description } = engagement
  return {
    ...{ name, description, weight, enabled },
    conversationType: engagement.conversationType === 0 ? '0' : '1',
    channel: engagement.channel === 2 ? '2' : '1',
    allowUnauthMsg: engagement.allowUnauthMsg ? 'yes' : 'no',
    connectorId: connectorId === null ? '' : `${connectorId}`,
    entryPoints: engagement.entryPoints.join('\n'),
    language: language ?? '',
    skillId: skillId === null ? '' : `${skillId}`,
  }
}

/** The whole engagement as it is sent: what the form does not show stays as it was. */
export function bodyOfEngagement(values: EngagementValues, before: Engagement | undefined): object {
  const { source, ...kept } = before ?? { source: undefined }
  const channel = Number(values.channel)
  return {
    ...kept,
    // By which software goes with the channel: of another one, the server says it.
    ...(before?.channel === channel ? { source } : {}),
    name: values.name.trim(),
    description: values.description,
    enabled: values.enabled,
    conversationType: Number(values.conversationType),
    channel,
    allowUnauthMsg: values.allowUnauthMsg === 'yes',
    connectorId: values.connectorId === '' ? null : Number(values.connectorId),
    entryPoints: linesOf(values.entryPoints),
    language: values.language.trim() === '' ? null : values.language.trim(),
    weight: typedNumber(values.weight) ?? 0,
    skillId: values.skillId === '' ? null : Number(values.skillId),
  }
}

/** The places that were typed, each once. */
export function linesOf(text: string): readonly string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
}

/** The steps of the form, in order, with the fields of each. */
export const steps = [
  { key: 'offer', fields: ['name', 'description', 'conversationType', 'channel'] },
  { key: 'who', fields: ['allowUnauthMsg', 'connectorId'] },
  { key: 'where', fields: ['entryPoints', 'language', 'weight'] },
  { key: 'after', fields: ['skillId', 'enabled'] },
] as const satisfies readonly {
  readonly key: string
  readonly fields: readonly (keyof EngagementValues)[]
}[]

/** The first step that has one of these fields. */
export function stepOf(fields: readonly string[]): number {
  const step = steps.findIndex((one) => one.fields.some((name) => fields.includes(name)))
  return Math.max(0, step)
}

/** What a browser can say about a form by itself. */
export function faultsOfEngagement(
  { name, allowUnauthMsg, connectorId }: EngagementValues,
  words: { readonly required: string; readonly connector: string },
): Readonly<Partial<Record<keyof EngagementValues, string>>> {
  const lacksConnector = allowUnauthMsg === 'no' && connectorId === ''
  return {
    ...(name.trim() === '' ? { name: words.required } : {}),
    ...(lacksConnector ? { connectorId: words.connector } : {}),
  }
}

/** A consumer for whom the engagement is: what a page would tell of them. */
export function fittingVisit(engagement: Engagement, issuer: string | null): PreviewBody {
  const [place] = engagement.entryPoints
  return {
    identities: engagement.allowUnauthMsg
      ? []
      : [{ acr: 'loa1', ...(issuer === null ? {} : { iss: issuer }) }],
    ...(place === undefined ? {} : { entryPoints: [place.replace(/\*$/, '')] }),
    ...(engagement.language === null ? {} : { language: engagement.language }),
    channel: engagement.channel === 2 ? 2 : 1,
  }
}
