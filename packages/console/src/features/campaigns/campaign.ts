/** A campaign as the API answers it (contract 3 section 11), with members that only others know. */
export type Campaign = {
  readonly id: number
  readonly name: string
  readonly description: string
  /** 0 draft, 1 published. */
  readonly status: number
  /** `yyyy-MM-dd HH:mm:ss` in UTC. */
  readonly startDate: string | null
  readonly expirationDate: string | null
  readonly engagementIds: readonly number[]
  readonly modifiedDate: string
  readonly [member: string]: unknown
}

/** What the form holds. Dates are as the browser's field has them, in the time of whoever looks at it. */
export type CampaignValues = {
  readonly name: string
  readonly description: string
  readonly startDate: string
  readonly expirationDate: string
  readonly status: '0' | '1'
}

export const newCampaign: CampaignValues = {
  ...{ name: '', description: '', startDate: '', expirationDate: '', status: '0' },
}

/** Whether its engagements are offered now, by itself. */
export type CampaignState = 'draft' | 'scheduled' | 'live' | 'over'

export function stateOf(
  { status, startDate, expirationDate }: Campaign,
  now: number,
): CampaignState {
  if (status !== 1) return 'draft'
  if (expirationDate !== null && now >= timeOf(expirationDate)) return 'over'
  return startDate !== null && now < timeOf(startDate) ? 'scheduled' : 'live'
}

/** Milliseconds since 1970 of a date of the API. */
export function timeOf(date: string): number {
  return Date.parse(`${date.replace(' ', 'T')}Z`)
}

export function valuesOfCampaign(campaign: Campaign): CampaignValues {
  return {
    name: campaign.name,
    description: campaign.description,
    startDate: fieldOf(campaign.startDate),
    expirationDate: fieldOf(campaign.expirationDate),
    status: campaign.status === 1 ? '1' : '0',
  }
}

/** The whole campaign as it is sent: what the form does not show stays as it was. */
export function bodyOfCampaign(values: CampaignValues, before: Campaign | undefined): object {
  return {
    ...before,
    name: values.name.trim(),
    description: values.description,
    status: Number(values.status),
    startDate: dateOf(values.startDate, before?.startDate ?? null),
    expirationDate: dateOf(values.expirationDate, before?.expirationDate ?? null),
  }
}

/** A date of the API as a field of type `datetime-local` takes it. */
export function fieldOf(date: string | null): string {
  if (date === null) return ''
  const local = new Date(timeOf(date))
  const two = (value: number) => `${value}`.padStart(2, '0')
  const day = `${`${local.getFullYear()}`.padStart(4, '0')}-${two(local.getMonth() + 1)}-${two(local.getDate())}`
  const seconds = local.getSeconds() === 0 ? '' : `:${two(local.getSeconds())}`
  return `${day}T${two(local.getHours())}:${two(local.getMinutes())}${seconds}`
}

/** The other way. What was not changed stays to the second, also where clocks are put back and an hour comes twice. */
export function dateOf(field: string, before: string | null): string | null {
  if (field === fieldOf(before)) return before
  const time = instantOf(field)
  return time === undefined ? null : new Date(time).toISOString().slice(0, 19).replace('T', ' ')
}

/** Milliseconds since 1970 of what a field holds. Browsers offer years of six digits, which no date of the API has. */
function instantOf(field: string): number | undefined {
  const time = /^\d{4}-/.test(field) ? new Date(field).getTime() : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

/** What a browser can say about a form by itself; the rest is the server's. */
export function faultsOfCampaign(
  { name, startDate, expirationDate }: CampaignValues,
  words: { readonly required: string; readonly order: string; readonly date: string },
): Readonly<Partial<Record<keyof CampaignValues, string>>> {
  const [start, end] = [instantOf(startDate), instantOf(expirationDate)]
  const isBackwards = start !== undefined && end !== undefined && end <= start
  // Sent as none, an end that cannot be read would be a campaign without one.
  const isWrong = (field: string, time: number | undefined) => field !== '' && time === undefined
  return {
    ...(name.trim() === '' ? { name: words.required } : {}),
    ...(isBackwards ? { expirationDate: words.order } : {}),
    ...(isWrong(startDate, start) ? { startDate: words.date } : {}),
    ...(isWrong(expirationDate, end) ? { expirationDate: words.date } : {}),
  }
}

/** Who may change what is in a campaign: consumers see a published one at once, so that needs the right to publish. */
export function mayChange(
  { status }: Pick<Campaign, 'status'>,
  rights: { readonly edit: boolean; readonly publish: boolean },
): boolean {
  return rights.edit && (status !== 1 || rights.publish)
}

/** From when until when, in words. A date that cannot be read is told as it is. */
export function tellRuns(
  { startDate, expirationDate }: Pick<Campaign, 'startDate' | 'expirationDate'>,
  format: (time: number) => string,
  words: {
    readonly always: string
    readonly from: (date: string) => string
    readonly until: (date: string) => string
    readonly between: (from: string, until: string) => string
  },
): string {
  const [from, until] = [startDate, expirationDate].map((date) => {
    if (date === null) return undefined
    const time = timeOf(date)
    return Number.isNaN(time) ? date : format(time)
  })
  if (from !== undefined) return until === undefined ? words.from(from) : words.between(from, until)
  return until === undefined ? words.always : words.until(until)
}

/** A list in which one is switched, as it is shown before the server has answered. */
export function withSwitched<T extends { readonly id: number; readonly enabled: boolean }>(
  list: readonly T[],
  id: number,
  enabled: boolean,
): readonly T[] {
  return list.map((one) => (one.id === id ? { ...one, enabled } : one))
}
