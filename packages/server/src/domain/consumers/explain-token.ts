import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ExplainTokenInput } from '@watchword/protocol/api/consumer-debugger.ts'
import type { IdTokenReport } from '@watchword/protocol/consumers/check-id-token.ts'
import { idpAdvice } from '@watchword/protocol/consumers/idp-advice.ts'
import { idpErrors } from '@watchword/protocol/consumers/idp-errors.ts'
import { refusalsBy } from '@watchword/protocol/consumers/judge-stricter.ts'
import {
  recogniseToken,
  type TokenKind,
  tokenMistakes,
} from '@watchword/protocol/consumers/recognise-token.ts'
import { tidiedPaste } from '@watchword/protocol/consumers/tidied-paste.ts'
import type { Connector } from '#domain/connectors/connector.ts'
import { isForDelegationAlone } from '#domain/connectors/is-brand-connector.ts'
import type { KnownConnector } from '#domain/connectors/known-connectors.ts'
import type { Reads } from '#storage/port.ts'
import { type ChoicePorts, type ChosenConnector, chooseConnector } from './choose-connector.ts'
import type { ConsumerNames } from './consumer-names.ts'
import { expectedIdToken } from './expected-id-token.ts'
import { type ExplainAnonymousPorts, explainAnonymous } from './explain-anonymous.ts'
import { type ExplainHandshakePorts, explainHandshake } from './explain-handshake.ts'
import { issuerOf } from './issuer-of.ts'
import { type BrandTokenPorts, judgeBrandToken } from './judge-brand-token.ts'
import { endOfLogin, sessionOf } from './login-end.ts'
import { blankExplanation, explanationOf, type TokenExplanation } from './token-explanation.ts'

export type ExplainTokenPorts = BrandTokenPorts &
  ChoicePorts &
  ExplainHandshakePorts &
  ExplainAnonymousPorts & {
    readonly storage: { readonly read: Pick<Reads, 'consumers' | 'consumerRevocations'> }
    readonly names: ConsumerNames
    readonly publicOrigin: string
  }

/**
 * Explains what somebody pastes, or one of the handshakes that were refused in the last day, by the same judgement
 * that lets consumers in. It changes nothing: no consumer is made, no nonce or code is spent.
 */
export function explainToken(
  ports: ExplainTokenPorts,
  accountId: AccountId,
  input: ExplainTokenInput,
): Promise<TokenExplanation> {
  return input.kind === 'token'
    ? explainPasted(ports, accountId, input)
    : explainHandshake(ports, accountId, input)
}

type Pasted = {
  readonly accountId: AccountId
  readonly text: string
  readonly kind: TokenKind
  readonly remarks: readonly string[]
}

async function explainPasted(
  ports: ExplainTokenPorts,
  accountId: AccountId,
  input: Extract<ExplainTokenInput, { kind: 'token' }>,
): Promise<TokenExplanation> {
  const { text, remarks } = tidiedPaste(input.token)
  const kind = recogniseToken(text, { origin: ports.publicOrigin })
  const { connectorId } = input
  const issuer = issuerOf(text)
  const asked = { connectorId, issuer, isAnonymous: kind === 'anonymous' }
  const choice = await chooseConnector(ports, accountId, asked)
  const pasted = { accountId, text, kind, remarks: [...remarks, ...choice.remarks] }
  if (choice.chosen === undefined) return withoutConnector(pasted)
  if (choice.chosen.known.connector.type === 0) {
    return explainForNobody(ports, pasted, choice.chosen)
  }
  const explained = await explainForBrand(ports, pasted, choice.chosen)
  const inner = explained.issuer
  // Whose token it is, an encrypted one tells only once it is open.
  if (connectorId !== undefined || issuer !== undefined || inner === undefined) {
    return explained.explanation
  }
  const again = await chooseConnector(ports, accountId, { ...asked, issuer: inner })
  if (again.chosen === undefined) return explained.explanation
  const opened = { ...pasted, remarks: [...remarks, ...again.remarks] }
  return (await explainForBrand(ports, opened, again.chosen)).explanation
}

function withoutConnector({ kind, remarks }: Pasted): TokenExplanation {
  const mistake = kind === 'id_token' ? undefined : tokenMistakes[kind]
  return {
    ...blankExplanation,
    verdict: 'refused',
    kind,
    summary: mistake?.what ?? 'No connector of this account is meant for this token.',
    advice: mistake?.advice ?? idpAdvice['1024'],
    code: '1024',
    remarks,
  }
}

async function explainForNobody(
  ports: ExplainTokenPorts,
  { accountId, text, kind, remarks }: Pasted,
  chosen: ChosenConnector,
): Promise<TokenExplanation> {
  const judged = await explainAnonymous(ports, accountId, text)
  // Whatever it is instead is the better news than that we did not sign it.
  const mistake = judged.code === '2002' && kind !== 'anonymous' ? mistakeOf(kind) : undefined
  return {
    ...blankExplanation,
    kind,
    ...judged,
    ...mistake,
    connector: shownConnector(chosen),
    remarks: [...remarks, ...judged.remarks],
  }
}

function mistakeOf(kind: TokenKind) {
  if (kind !== 'id_token') {
    const { what: summary, advice } = tokenMistakes[kind]
    return { summary, advice }
  }
  const summary =
    'This is a token of an identity provider, and the connector is for anonymous consumers.'
  return { summary, advice: 'Send it to the connector of that identity provider.' }
}

type ForBrand = { readonly explanation: TokenExplanation; readonly issuer: unknown }

async function explainForBrand(
  ports: ExplainTokenPorts,
  pasted: Pasted,
  chosen: ChosenConnector,
): Promise<ForBrand> {
  const { accountId, text, kind, remarks } = pasted
  const { known } = chosen
  const connector = shownConnector(chosen)
  if (isForDelegationAlone(known.connector)) {
    return { explanation: delegationAlone({ kind, connector, remarks }), issuer: undefined }
  }
  const report = await judgeBrandToken(ports, { accountId, known }, text)
  const all = [...remarks, ...remarksOnWay(known.connector)]
  const explanation = { ...explanationOf(kind, report), connector, remarks: all }
  const issuer = report.content.claims?.['iss']
  if (!report.accepted) return { explanation, issuer }
  const accepted = { accountId, known, report }
  return { explanation: await explainAccepted(ports, accepted, explanation), issuer }
}

type Accepted = {
  readonly accountId: AccountId
  readonly known: KnownConnector
  readonly report: Extract<IdTokenReport, { accepted: true }>
}

async function explainAccepted(
  ports: ExplainTokenPorts,
  { accountId, known, report }: Accepted,
  shown: TokenExplanation,
): Promise<TokenExplanation> {
  const { connector } = known
  const { issuer, subject, issuedAtSeconds } = report.identity
  const consumerId = await ports.names.idOf(accountId, { kind: 'brand', issuer, subject })
  const end = await endOfLogin(ports, accountId, {
    issuedAtSeconds,
    sessionReference: await sessionOf(ports.names, accountId, report.identity),
    loggedOutAt: (await ports.storage.read.consumers.find(accountId, consumerId))?.loggedOutAt,
  })
  if (end !== undefined) {
    const { code, message, advice } = end
    const results = report.results.map((result) => (result.rule === end.rule ? end : result))
    return { ...shown, verdict: 'refused', summary: `iat: ${message}`, code, advice, results }
  }
  const { reportOnly } = connector.configuration
  const stricter = reportOnly && expectedIdToken(accountId, connector, reportOnly)
  const now = ports.clock.now() / 1000
  return {
    ...shown,
    kind: 'id_token',
    consumerId,
    wouldRefuse: stricter === undefined ? [] : refusalsBy(report, stricter, now),
  }
}

function delegationAlone(
  of: Pick<TokenExplanation, 'kind' | 'connector' | 'remarks'>,
): TokenExplanation {
  const summary = 'This connector is for delegation alone: it takes nobody.'
  const advice = idpAdvice['9015']
  return { ...blankExplanation, ...of, verdict: 'refused', code: '9015', summary, advice }
}

/** What the token alone does not show. */
function remarksOnWay(connector: Connector): readonly string[] {
  if (connector.type !== 2) return []
  return [
    'This connector is of type 2: it takes a code, and judges the id_token that the token endpoint answers. An id_token ' +
      `that is sent to it is refused (9015: ${idpErrors['9015'].description})`,
  ]
}

function shownConnector({ known, chosenBy }: ChosenConnector) {
  const { id, name, type } = known.connector
  return { id, name, type, chosenBy }
}
