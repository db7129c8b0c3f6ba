/** What is asked before something ends, and what ends with it. */
export type Asked = {
  readonly title: string
  readonly lead: string
  readonly breaks: readonly string[]
}

type Named = { readonly name: string }
type Words = {
  readonly title: (name: string) => string
  readonly lead: string
  readonly breaks: (name: string) => string
}

/** Before a campaign is paused: the engagements that are shown now. Where none is, there is nothing to ask. */
export function pauseOf(
  name: string,
  engagements: readonly (Named & { readonly enabled: boolean })[],
  { title, lead, breaks }: Words,
): Asked {
  const shown = engagements.filter(({ enabled }) => enabled)
  return { title: title(name), lead, breaks: shown.map((one) => breaks(one.name)) }
}

/** Before a campaign is deleted: everything in it goes with it, by name, whether it is shown or not. */
export function removalOf(
  name: string,
  engagements: readonly Named[],
  { title, lead, breaks, nothing }: Words & { readonly nothing: string },
): Asked {
  return {
    title: title(name),
    lead: engagements.length === 0 ? `${nothing} ${lead}` : lead,
    breaks: engagements.map((one) => breaks(one.name)),
  }
}

/** Before an engagement is deleted: of the last one, that the campaign is empty then. */
export function engagementRemovalOf(
  engagement: Named & { readonly id: number },
  campaign: Named & { readonly engagementIds: readonly number[] },
  { title, lead, breaks, last }: Words & { readonly last: (name: string) => string },
): Asked {
  const others = campaign.engagementIds.filter((id) => id !== engagement.id)
  const told = others.length === 0 ? last(campaign.name) : breaks(campaign.name)
  return { title: title(engagement.name), lead, breaks: [told] }
}
