import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { noSuchConnector } from '#domain/connectors/change-connectors.ts'
import type { Connector } from '#domain/connectors/connector.ts'
import { isBrandConnector } from '#domain/connectors/is-brand-connector.ts'
import type { KnownConnector, KnownConnectors } from '#domain/connectors/known-connectors.ts'
import type { Storage } from '#storage/port.ts'

/** Why a connector is the one that a token is judged by. */
export type ChosenBy = 'id' | 'kind' | 'issuer' | 'default'

export type ChosenConnector = {
  readonly known: KnownConnector
  readonly chosenBy: ChosenBy
}

export type Choice = {
  /** `undefined`: the account has none that a token could be judged by. */
  readonly chosen: ChosenConnector | undefined
  readonly remarks: readonly string[]
}

/** What is known of a pasted token. */
export type ChoiceInput = {
  readonly connectorId: number | undefined
  /** As the token says. */
  readonly issuer: unknown
  readonly isAnonymous: boolean
}

export type ChoicePorts = {
  readonly storage: { readonly read: Pick<Storage['read'], 'connectors'> }
  readonly connectors: KnownConnectors
}

/**
 * The connector that a pasted token is judged by: the one that is named; else the one that is meant for such tokens,
 * that has its issuer, or that `default` means. The remarks say which other one it might have been sent to.
 */
export async function chooseConnector(
  { storage, connectors }: ChoicePorts,
  accountId: AccountId,
  input: ChoiceInput,
): Promise<Choice> {
  const { connectorId, issuer, isAnonymous } = input
  const all = (await storage.read.connectors.list(accountId)).map(({ connector }) => connector)
  const ofIssuer = all.filter(
    (connector) => isBrandConnector(connector) && connector.configuration.issuer === issuer,
  )
  const anonymous = all.find(({ type }) => type === 0)
  const known = (id: number | 'default' | undefined) =>
    id === undefined ? undefined : connectors.find(accountId, id)
  if (connectorId !== undefined) {
    const named = await known(connectorId)
    if (named === undefined) throw noSuchConnector()
    const others = isAnonymous ? [anonymous].filter((one) => one !== undefined) : ofIssuer
    return { chosen: { known: named, chosenBy: 'id' }, remarks: elsewhere(named.connector, others) }
  }
  if (isAnonymous) return choiceOf(await known(anonymous?.id), 'kind', [])
  const usual = await known('default')
  const [first] = ofIssuer
  if (first === undefined) return choiceOf(usual, 'default', [])
  return choiceOf(await known(first.id), 'issuer', unlessDefault(first, usual?.connector))
}

function choiceOf(
  known: KnownConnector | undefined,
  chosenBy: ChosenBy,
  remarks: readonly string[],
): Choice {
  return { chosen: known && { known, chosenBy }, remarks }
}

/** A named connector that is not the one whose tokens these are. */
function elsewhere(named: Connector, others: readonly Connector[]): readonly string[] {
  if (others.length === 0 || others.some(({ id }) => id === named.id)) return []
  const list = others.map(({ id, name }) => `${id} (${name})`).join(', ')
  return [
    `Such tokens are for connector ${list}: send them to …/app/${others[0]?.id}/authenticate.`,
  ]
}

function unlessDefault(chosen: Connector, usual: Connector | undefined): readonly string[] {
  if (usual?.id === chosen.id) return []
  const sent = 'Sent without the id of a connector (v1, or "default")'
  return usual === undefined
    ? [`${sent}, it would be refused (1024): no connector is preferred, and there are several.`]
    : [`${sent}, it would be judged by connector ${usual.id} (${usual.name}) instead.`]
}
