import { AuditVerdict, AuditVerifyBody } from '@watchword/protocol/api/audit.ts'
import type { FastifyInstance } from 'fastify'
import { createChainChecks } from '#domain/audit/chain-checks.ts'
import { chainFaultText } from '#domain/audit/verify-chain.ts'
import { requireAdministrator } from '#domain/caller.ts'
import { userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals, type WatchwordPorts } from './route-about.ts'

/** The check of the audit chain, for administrators. */
export function addAuditVerify(app: FastifyInstance, ports: WatchwordPorts): void {
  const checks = createChainChecks(ports)
  const schema = {
    tags: ['Audit' as const],
    security: byBearer,
    summary: 'Check that the audit trail is whole',
    description:
      'Recomputes the keyed hash of every event. Keep `to` and `hash` of the answer elsewhere, and send ' +
      'them as `checkpoint` the next time: then a trail that was put back to an earlier state shows too.',
    params: AccountParams,
    body: AuditVerifyBody,
    response: { 200: AuditVerdict, ...commonRefusals },
  }
  const mayAsk = async (request: Parameters<typeof userOf>[0]) =>
    requireAdministrator(userOf(request))
  app.post<{ Body: AuditVerifyBody | undefined }>(
    `${base}/audit/verify`,
    {
      schema,
      preValidation: [
        mayAsk,
        async (request) => {
          // Nothing has to be sent.
          request.body ??= {}
        },
      ],
    },
    async (request): Promise<AuditVerdict> => {
      const { accountId } = userOf(request)
      const verdict = await checks.verify(accountId, request.body?.checkpoint)
      return verdict.ok ? verdict : { ...verdict, message: chainFaultText[verdict.reason] }
    },
  )
}
