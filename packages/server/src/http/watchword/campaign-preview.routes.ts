import { Preview, PreviewBody } from '@watchword/protocol/api/campaign-preview.ts'
import type { FastifyInstance } from 'fastify'
import { type PreviewPorts, previewEngagements } from '#domain/campaigns/preview-engagements.ts'
import { userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals } from './route-about.ts'

/** Which engagement somebody would be shown, and why not the others (contract 3 section 11). */
export function addCampaignPreview(app: FastifyInstance, ports: PreviewPorts): void {
  const schema = {
    tags: ['Campaigns' as const],
    security: byBearer,
    summary: 'See which engagement would be shown',
    description:
      'For a consumer as a page would tell of them, now: the engagement that is shown, and for each other one every reason for which it ' +
      'is not. Nothing is changed or noted. For campaign managers and administrators.',
    operationId: 'previewEngagements',
    params: AccountParams,
    body: PreviewBody,
    response: { 200: Preview, ...commonRefusals },
  }
  app.post<{ Body: PreviewBody }>(`${base}/campaigns/preview`, { schema }, (request) =>
    previewEngagements(ports, userOf(request), request.body),
  )
}
