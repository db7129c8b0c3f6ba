import { fieldsOf } from '@watchword/protocol/api/error-envelope.ts'
import {
  ExplainBody,
  Explanation,
  parseExplainBody,
  RefusedRequests,
  type Explanation as WireExplanation,
} from '@watchword/protocol/api/explain.ts'
import type { FastifyInstance } from 'fastify'
import type { Explanation as Explained, ExplainPorts } from '#domain/api-keys/explain.ts'
import { explain } from '#domain/api-keys/explain.ts'
import { listRefusals, type ReportPorts } from '#domain/api-keys/key-reports.ts'
import { requireExplainer } from '#domain/api-keys/key-rights.ts'
import type { RefusedRequest } from '#domain/api-keys/refused-request.ts'
import { DomainError } from '#domain/errors.ts'
import { userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals } from './route-about.ts'

const about = { tags: ['API keys' as const], security: byBearer, params: AccountParams }

/** Why signed requests are refused. */
export function addOAuth1(app: FastifyInstance, ports: ReportPorts & ExplainPorts): void {
  addRefusals(app, ports)
  addExplain(app, ports)
}

function addRefusals(app: FastifyInstance, ports: ReportPorts): void {
  const schema = {
    ...about,
    summary: 'List signed requests that were refused',
    description:
      'The newest 200 of the last day, of keys that exist. Signatures and form bodies are not kept. ' +
      'Package 40012, 40008 or 10006, or an administrator.',
    response: { 200: RefusedRequests, ...commonRefusals },
  }
  app.get(`${base}/oauth1/refusals`, { schema }, async (request): Promise<RefusedRequests> => {
    const refusals = await listRefusals(ports, userOf(request))
    return { refusals: refusals.map(wireRefused) }
  })
}

function addExplain(app: FastifyInstance, ports: ReportPorts & ExplainPorts): void {
  const schema = {
    ...about,
    summary: 'Explain why a signed request is refused',
    description:
      'Send `refusalId`, or the `request` as the client sent it, and `claimedBaseString` if the client can ' +
      'tell it. The answer has the base string that is signed here, where the two first differ, and the ' +
      'mistake that gives the signature that was sent. It never has a secret or the right signature. ' +
      'Package 40012, or an administrator.',
    body: ExplainBody,
    response: { 200: Explanation, ...commonRefusals },
  }
  // The body is read by a parser that names each fault by its path, once it is known who asks.
  const validatorCompiler = () => () => true
  app.post(
    `${base}/oauth1/explain`,
    { schema, validatorCompiler },
    async (request): Promise<WireExplanation> => {
      const caller = userOf(request)
      requireExplainer(caller)
      const read = parseExplainBody(request.body)
      if (!read.ok) {
        throw new DomainError('validation_failed', 'The body is not valid; see "fields".', {
          fields: fieldsOf(read.faults),
        })
      }
      // A refusal of a moment ago is explained, too.
      await ports.uses.flush()
      return wireExplanation(await explain(ports, caller.accountId, read.value))
    },
  )
}

/** An explanation on the wire: its members are named one by one, so that no other can leave. */
export function wireExplanation(explained: Explained): WireExplanation {
  const { verdict, problem, likelyCauses, remarks } = explained
  return {
    verdict,
    problem: problem === undefined ? null : wireProblem(problem),
    baseString: explained.baseString ?? null,
    claimedBaseString: explained.claimedBaseString ?? null,
    firstDifference: explained.firstDifference ?? null,
    clockOffsetSeconds: explained.clockOffsetSeconds ?? null,
    likelyCauses: [...likelyCauses],
    remarks: [...remarks],
  }
}

function wireRefused(refused: RefusedRequest): RefusedRequests['refusals'][number] {
  const { id, at, keyId, problem, address, method, scheme, authority, path } = refused
  return {
    ...{ id, keyId, address, method },
    at: new Date(at).toISOString(),
    problem: wireProblem(problem),
    url: `${scheme}://${authority}${path}`,
    parameters: refused.parameters.map(([name, value]) => ({ name, value })),
    hadFormBody: refused.hadForm,
    clockOffsetSeconds: refused.clockOffsetSeconds ?? null,
    likelyCauses: [...refused.likelyCauses],
  }
}

function wireProblem({ problem, advice }: RefusedRequest['problem']) {
  return { problem, advice }
}
