import type { PublicConnector } from '@watchword/protocol/api/connector.ts'

type Way = Pick<PublicConnector, 'id' | 'name' | 'type'> & {
  readonly configuration: Pick<PublicConnector['configuration'], 'issuer' | 'issuerDisplayName'>
}

/** The connectors that fit: that for anonymous consumers, or those by which the brand vouches for somebody. */
export function waysFor<W extends Pick<Way, 'type'>>(
  connectors: readonly W[],
  isOpen: boolean,
): readonly W[] {
  return connectors.filter(({ type }) => (type === 0) === isOpen)
}

/** The only one that fits, as a field has it; empty: there are several, or none, so somebody must choose. */
export function onlyWay(connectors: readonly Pick<Way, 'id' | 'type'>[], isOpen: boolean): string {
  const [first, ...rest] = waysFor(connectors, isOpen)
  return first === undefined || rest.length > 0 ? '' : `${first.id}`
}

/** How one comes in by it, and whose word counts. */
export function describeWay(
  { type, configuration }: Way,
  methods: { readonly 0: string; readonly 1: string; readonly 2: string },
): string {
  const { issuer, issuerDisplayName } = configuration
  return [methods[type === 0 || type === 1 ? type : 2], issuerDisplayName, issuer]
    .filter((part) => part !== null)
    .join(' · ')
}
