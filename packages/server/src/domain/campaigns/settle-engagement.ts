import type { EngagementInput } from '@watchword/protocol/api/engagement.ts'
import type { Connector } from '#domain/connectors/connector.ts'
import { isForDelegationAlone } from '#domain/connectors/is-brand-connector.ts'

/** A connector that an engagement may name. One that is about to be added may have no id yet. */
export type KnownConnector = Pick<Connector, 'name'> & {
  readonly id?: number | undefined
  readonly type: number
  readonly configuration: Pick<Connector['configuration'], 'jwtPublicKey'>
}

/** What engagements refer to. */
export type EngagementReferences = {
  /** The live connectors of the account. */
  readonly connectors: readonly KnownConnector[]
  /** Whether there is such a live skill. */
  readonly hasSkill: (id: number) => boolean
}

/** By which connector consumers come in, and whether as nobody. */
export type SettledConnector = {
  readonly connectorId: number | undefined
  readonly allowUnauthMsg: boolean
}

/** An engagement whose references hold, or every fault, each `path: what to write instead`. */
export type SettledEngagement =
  | { readonly ok: true; readonly settled: SettledConnector }
  | { readonly ok: false; readonly faults: readonly string[] }

/**
 * What an engagement refers to (contract 3 section 11, and our decisions). `allowUnauthMsg` and the connector say the same
 * thing twice, so they must agree. Without a connector, `allowUnauthMsg: true` means the account's only anonymous one.
 */
export function settleEngagement(
  input: EngagementInput,
  references: EngagementReferences,
): SettledEngagement {
  const faults: string[] = []
  const { skillId } = input
  if (skillId !== undefined && !references.hasSkill(skillId)) {
    faults.push('skillId: is not a skill of this account; leave it out for any skill')
  }
  const settled =
    input.connectorId === undefined
      ? withoutConnector(input, references.connectors)
      : withConnector(input, input.connectorId, references.connectors)
  if (typeof settled === 'string') faults.push(settled)
  else if (faults.length === 0) return { ok: true, settled }
  return { ok: false, faults }
}

function withConnector(
  { allowUnauthMsg }: EngagementInput,
  connectorId: number,
  connectors: readonly KnownConnector[],
): SettledConnector | string {
  const connector = connectors.find(({ id }) => id === connectorId)
  if (connector === undefined) return 'connectorId: is not a connector of this account'
  const named = `connector ${connectorId} “${connector.name}”`
  if (isForDelegationAlone(connector)) {
    return `connectorId: ${named} is for delegation alone and vouches for nobody. Name another one`
  }
  const isAnonymous = connector.type === 0
  if (allowUnauthMsg === isAnonymous || allowUnauthMsg === undefined) {
    return { connectorId, allowUnauthMsg: isAnonymous }
  }
  return isAnonymous
    ? `allowUnauthMsg: must be true, because ${named} lets consumers in as nobody; or name a connector of type 1 or 2 in connectorId`
    : `allowUnauthMsg: must be false, because by ${named} the brand vouches for consumers; or name a connector of type 0 in connectorId`
}

function withoutConnector(
  { allowUnauthMsg, conversationType }: EngagementInput,
  connectors: readonly KnownConnector[],
): SettledConnector | string {
  if (conversationType === 0 && allowUnauthMsg !== false) {
    return { connectorId: undefined, allowUnauthMsg: true }
  }
  if (allowUnauthMsg !== true) {
    return 'connectorId: is required: the connector by which consumers come in. For anonymous ones, allowUnauthMsg: true is enough'
  }
  const anonymous = connectors.filter(({ type }) => type === 0)
  const [only] = anonymous
  if (anonymous.length === 1 && only !== undefined) {
    return { connectorId: only.id, allowUnauthMsg: true }
  }
  if (only === undefined) {
    return 'connectorId: is required: the account has no connector for anonymous consumers. Add one of type 0'
  }
  const ids = anonymous.flatMap(({ id }) => id ?? []).slice(0, 10)
  return `connectorId: is required: the account has several connectors for anonymous consumers (${ids.join(', ')})`
}
