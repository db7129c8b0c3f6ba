import {
  ExplainTokenBody,
  parseExplainToken,
  RefusedHandshakes,
  TokenExplanation,
} from '@watchword/protocol/api/consumer-debugger.ts'
import { fieldsOf } from '@watchword/protocol/api/error-envelope.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { DebuggerLimits } from '#domain/consumers/debugger-limits.ts'
import { explainHandshake } from '#domain/consumers/explain-handshake.ts'
import { type ExplainTokenPorts, explainToken } from '#domain/consumers/explain-token.ts'
import {
  type HandshakeReportPorts,
  listRefusedHandshakes,
} from '#domain/consumers/handshake-reports.ts'
import { DomainError } from '#domain/errors.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { debuggerOf } from './debugger-of.ts'
import { AccountParams, base, commonRefusals } from './route-about.ts'
import { wireHandshake, wireTokenExplanation } from './wire-explanation.ts'

export type ConsumerDebuggerPorts = ExplainTokenPorts &
  HandshakeReportPorts & { readonly debuggerLimits: DebuggerLimits }

const about = { tags: ['Consumers' as const], security: byBearer, params: AccountParams }
const rights = 'Package 40012, or an administrator.'

/** Why consumers are refused. */
export function addConsumerDebugger(app: FastifyInstance, ports: ConsumerDebuggerPorts): void {
  addExplain(app, ports)
  addHandshakes(app, ports)
  addHandshake(app, ports)
}

function addExplain(app: FastifyInstance, ports: ConsumerDebuggerPorts): void {
  const schema = {
    ...about,
    summary: 'Explain why a consumer’s token is refused',
    description:
      'Send the `token` as the page or the app sent it, or the `handshakeId` of a refused handshake, or the `requestId` of the refusal. The answer has ' +
      'every rule, with what the token says and what to change, both headers, and the offset of the clocks; and what ' +
      'the text is, if it is no id_token. It changes nothing. Claims are masked, and neither signature nor secret is ' +
      `in it. ${rights}`,
    operationId: 'explainConsumerToken',
    body: ExplainTokenBody,
    response: { 200: TokenExplanation, ...commonRefusals },
  }
  // The body is read by a parser that names each fault by its path, once it is known who asks.
  const validatorCompiler = () => () => true
  app.post(`${base}/consumers/explain`, { schema, validatorCompiler }, async (request) => {
    const accountId = debuggerOf(request)
    const read = parseExplainToken(request.body)
    if (!read.ok) {
      throw new DomainError('validation_failed', 'The body is not valid; see "fields".', {
        fields: fieldsOf(read.faults),
      })
    }
    ports.debuggerLimits.takeExplanation(accountId)
    return wireTokenExplanation(await explainToken(ports, accountId, read.value))
  })
}

function addHandshakes(app: FastifyInstance, ports: ConsumerDebuggerPorts): void {
  const schema = {
    ...about,
    summary: 'List handshakes of consumers that were refused',
    description: `The newest 200 of the last day; up to half of them are kept for those that the identity provider signed. ${rights}`,
    operationId: 'listRefusedHandshakes',
    querystring: Type.Object({ connectorId: Type.Optional(Type.String()) }),
    response: { 200: RefusedHandshakes, ...commonRefusals },
  }
  app.get(`${base}/consumers/handshakes`, { schema }, async (request) => {
    const accountId = debuggerOf(request)
    const { connectorId } = request.query as { readonly connectorId?: string }
    const found = await listRefusedHandshakes(ports, accountId, filterOf(connectorId))
    return { handshakes: found.map(wireHandshake) }
  })
}

function addHandshake(app: FastifyInstance, ports: ConsumerDebuggerPorts): void {
  const schema = {
    ...about,
    summary: 'Read why one handshake was refused',
    description: `Every rule, as it was judged then. ${rights}`,
    operationId: 'readRefusedHandshake',
    params: Type.Object({ accountId: Type.String(), handshakeId: Type.String() }),
    response: { 200: TokenExplanation, ...commonRefusals },
  }
  app.get(`${base}/consumers/handshakes/:handshakeId`, { schema }, async (request) => {
    const accountId = debuggerOf(request)
    const { handshakeId } = request.params as { readonly handshakeId: string }
    return wireTokenExplanation(
      await explainHandshake(ports, accountId, { kind: 'handshake', handshakeId }),
    )
  })
}

function filterOf(connectorId: string | undefined): number | undefined {
  if (connectorId === undefined) return undefined
  if (/^\d{1,15}$/.test(connectorId)) return Number(connectorId)
  throw new DomainError('validation_failed', 'The query is not valid; see "fields".', {
    fields: ['connectorId: must be the id of a connector, or 0 for those that do not exist'],
  })
}
