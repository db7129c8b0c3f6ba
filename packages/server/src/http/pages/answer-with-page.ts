import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { LostInteraction } from '#domain/authorization/interaction.ts'
import { DomainError } from '#domain/errors.ts'
import { statusOf } from '#http/errors.ts'
import { type OAuth2Refusal, oauth2RefusalOf, sendOAuth2Refusal } from '#http/oauth2-errors.ts'
import { errorPage } from './error-page.ts'
import { chooseMessages } from './messages/choose-messages.ts'
import type { Messages } from './messages/messages.ts'
import { sendPage } from './send-page.ts'

/**
 * The mapper of faults for what browsers are sent to: a page, or for who asks for JSON the body of RFC 6749
 * section 5.2. `unknownClientStatus`: the compatible face documents 401 (contract 2 section 2.1).
 */
export function createPageErrorHandler({
  unknownClientStatus,
}: {
  readonly unknownClientStatus: 400 | 401
}) {
  return (fault: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = oauth2RefusalOf(fault)
    const requestId = request.id
    const isUnknown = refusal.error === 'invalid_client' || isUnknownAccount(fault)
    const known = fault instanceof DomainError ? statusOf[fault.code] : refusal.status
    const status = isUnknown ? statusOfUnknown(fault, unknownClientStatus) : known
    if (status >= 500) request.log.error({ err: fault, requestId }, 'request failed')
    else request.log.debug({ err: fault, requestId, status }, 'request refused')
    if (wantsJson(request)) {
      const error = isUnknown ? 'invalid_client' : refusal.error
      return sendOAuth2Refusal(request, reply, { ...refusal, error, status })
    }
    if (refusal.retryAfterSeconds !== undefined) {
      reply.header('retry-after', refusal.retryAfterSeconds)
    }
    const messages = messagesFor(request)
    const page = errorPage(messages, {
      advice: adviceFor(messages, fault, refusal),
      code: fault instanceof DomainError ? fault.code : refusal.error,
      detail: fault instanceof OAuth2Error ? refusal.description : undefined,
      requestId,
    })
    return sendPage(reply.code(status), page)
  }
}

/** Tells why a page cannot go on: it is the browser's doing, or took too long. */
export function sendLost(
  request: FastifyRequest,
  reply: FastifyReply,
  lost: LostInteraction,
): FastifyReply {
  const messages = messagesFor(request)
  const page = errorPage(messages, {
    advice: messages.errorOfInteraction,
    code: `interaction_${lost}`,
    detail: undefined,
    requestId: request.id,
  })
  return sendPage(reply.code(400), page)
}

/** The texts for whoever sent a request. */
export function messagesFor(request: FastifyRequest, uiLocales: readonly string[] = []): Messages {
  return chooseMessages(uiLocales, request.headers['accept-language'])
}

/** Who names JSON and no page wants JSON (contract part 4, row 17). */
function wantsJson(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? ''
  return /\bapplication\/json\b/i.test(accept) && !/\btext\/html\b/i.test(accept)
}

function isUnknownAccount(fault: unknown): boolean {
  return fault instanceof DomainError && fault.code === 'not_found'
}

/** A standard issuer that does not exist is a page that does not exist. */
function statusOfUnknown(fault: unknown, unknownClientStatus: 400 | 401): number {
  return isUnknownAccount(fault) && unknownClientStatus === 400 ? 404 : unknownClientStatus
}

function adviceFor(messages: Messages, fault: unknown, { status }: OAuth2Refusal): string {
  if (status >= 500) return messages.errorOurs
  if (status === 429) return messages.errorTooMany
  if (!(fault instanceof DomainError)) return messages.errorOfApplication
  if (fault.code === 'forbidden') return messages.errorOfForeignPost
  if (fault.code === 'not_found' || fault.code === 'account_suspended') {
    return messages.errorOfAccount
  }
  return messages.errorOfApplication
}
