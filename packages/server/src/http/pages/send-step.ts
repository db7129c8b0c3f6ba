import {
  responseLocation,
  responseParameters,
} from '@watchword/protocol/oauth2/authorization-response.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizationStep } from '#domain/authorization/authorize.ts'
import type { LostInteraction } from '#domain/authorization/interaction.ts'
import { randomHex } from '#lib/random.ts'
import { messagesFor, sendLost } from './answer-with-page.ts'
import { formPostPage } from './form-post-page.ts'
import { bindBrowser } from './page-cookies.ts'
import { sendPage } from './send-page.ts'
import type { PageRequest } from './take-page-requests.ts'

/**
 * Sends the browser where an authorization goes on: to a page of ours, or back to the application by the response
 * mode it asked for. `redirectStatus` is 303 after a form, so that what was typed is not sent along (RFC 9700
 * section 4.12), and 302 where the compatible contract says so.
 */
export function sendStep(
  request: FastifyRequest,
  reply: FastifyReply,
  at: {
    readonly page: PageRequest
    readonly publicTls: boolean
    readonly step: AuthorizationStep | LostInteraction
    readonly redirectStatus: 302 | 303
  },
): FastifyReply {
  const { page: asked, step, redirectStatus, publicTls } = at
  if (typeof step === 'string') return sendLost(request, reply, step)
  if (step.kind !== 'answer') {
    const { accountId, browser } = asked
    bindBrowser(request, reply, { accountId, publicTls }, browser.browserCookie)
    const page = step.kind === 'log_in' ? 'login' : 'consent'
    return reply.redirect(`/oidc/${accountId}/${page}?flow=${step.sealed}`, redirectStatus)
  }
  const { outcome, target, issuer, uiLocales } = step
  const parameters = responseParameters(outcome, target, issuer)
  if (target.responseMode !== 'form_post') {
    return reply.redirect(responseLocation(target, parameters), redirectStatus)
  }
  const nonce = randomHex(16)
  const { redirectUri } = target
  const page = formPostPage(messagesFor(request, uiLocales), { redirectUri, parameters, nonce })
  return sendPage(reply, page, { formLeadsTo: redirectUri, scriptNonce: nonce })
}
