import { reportedIdentities } from './lp-tag.ts'
import type { Panel } from './panel.ts'
import type { Flow } from './shop-facts.ts'
import { supplyToken } from './supply-token.ts'
import type { Credentials, Outcome, Refusal, Side, StepUp, Watchword } from './watchword.ts'

export const flowNames: Readonly<Record<Flow, string>> = {
  implicit: 'Implicit',
  code: 'Code',
  pkce: 'Code with PKCE',
  jwe: 'Implicit, encrypted',
}

/** The flow that the person chose, and that the page is asked for. */
export type Flows = { wanted(): Flow; want(flow: Flow): void }

/** A consumer who was refused: what the debugger is asked about. */
export type Refused = {
  readonly connectorId: number
  readonly credentials: Credentials
  readonly refusal: Refusal
}

export type ComeInPorts = {
  readonly watchword: Watchword
  readonly connectors: Side['connectors']
  readonly chosen: Flows
  readonly panel: Panel
  readonly onRefused: (refused: Refused) => void
}

/** The whole way of a consumer whom the brand vouches for, by one flow, each step said. */
export async function comeIn(ports: ComeInPorts, flow: Flow, stepUp?: StepUp): Promise<Outcome> {
  const { watchword, connectors, chosen, panel, onRefused } = ports
  chosen.want(flow)
  const [identity] = await reportedIdentities()
  panel.say(
    identity ? `The page reports ${identity.sub} of ${identity.iss}.` : 'The page reports nobody.',
  )
  panel.say(`The Domain API says that idp is at ${await watchword.baseOf('idp')}.`)
  const kind = flow === 'code' || flow === 'pkce' ? 'code' : 'id_token'
  const credentials = await supplyToken('lpGetAuthenticationToken', kind, flow === 'pkce')
  panel.say(`The page supplies ${'code' in credentials ? 'a code' : 'an id_token'}.`)
  const connectorId = connectors[flow]
  const outcome = await watchword.authenticate(connectorId, { ...credentials, ...stepUp })
  panel.say(`Authenticate v3 on connector ${connectorId}, ${flowNames[flow]}.`)
  if (!outcome.ok) onRefused({ connectorId, credentials, refusal: outcome.refusal })
  return outcome
}
