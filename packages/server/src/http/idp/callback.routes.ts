import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { acceptCallback, type OfferLoginPorts } from '#domain/delegation/offer-login.ts'
import { accountOf, notThere } from '#http/account-of.ts'
import { queryOf } from '#http/form-body.ts'
import { byAnyone } from '#http/openapi/route-docs.ts'
import { createPageErrorHandler, messagesFor } from '#http/pages/answer-with-page.ts'
import { callbackPage, handOverPage } from '#http/pages/callback-pages.ts'
import { sendPage } from '#http/pages/send-page.ts'
import type { Html } from '#lib/html.ts'
import { randomHex } from '#lib/random.ts'

const about = {
  tags: ['Consumers' as const],
  security: byAnyone,
  produces: ['text/html'],
  params: Type.Object({ accountId: Type.String() }),
}

/** Where identity providers send consumers back to (contract 3 section 4.3). */
export function idpCallbackRoutes(ports: OfferLoginPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler(createPageErrorHandler({ unknownClientStatus: 400 }))
    app.get(
      '/callback/:accountId/redirectCode',
      {
        schema: {
          ...about,
          summary: 'Back from the identity provider, with a code',
          description:
            'With a `state` of ours the code becomes the token of a conversation; else code and state are handed to the ' +
            'window that opened this one, if that is of our own origin.',
          operationId: 'consumerCallbackCode',
        },
        validatorCompiler: () => () => true,
      },
      async (request, reply) => {
        const sent = queryOf(request)
        const outcome = await acceptCallback(ports, {
          accountId: accountOf(request),
          state: sent.get('state'),
          code: sent.get('code'),
          error: sent.get('error'),
        })
        const scriptNonce = randomHex(16)
        const messages = messagesFor(request)
        if (outcome === 'elsewhere') {
          return sendHandOver(reply, handOverPage(messages, 'search', scriptNonce), scriptNonce)
        }
        const status = { kept: 200, refused: 200, expired: 400, failed: 502 }[outcome]
        const page = callbackPage(messages, outcome, scriptNonce)
        return sendPage(reply.code(status), page, { scriptNonce })
      },
    )
    app.get(
      '/callback/:accountId/redirectToken',
      {
        schema: {
          ...about,
          summary: 'Back from the identity provider, with a token in the fragment',
          description:
            'What the fragment holds is handed to the window that opened this one, if that is of our own origin. It never ' +
            'reaches the server.',
          operationId: 'consumerCallbackToken',
        },
        validatorCompiler: () => () => true,
      },
      async (request: FastifyRequest, reply) => {
        await knownAccount(ports, request)
        const scriptNonce = randomHex(16)
        const page = handOverPage(messagesFor(request), 'hash', scriptNonce)
        return sendHandOver(reply, page, scriptNonce)
      },
    )
  }
}

/** To its opener the page must stay what it opened, though it has been at the brand meanwhile. */
function sendHandOver(reply: FastifyReply, page: Html, scriptNonce: string): FastifyReply {
  reply.header('cross-origin-opener-policy', 'unsafe-none')
  return sendPage(reply, page, { scriptNonce })
}

/** An account that is not there has no callback either. */
async function knownAccount(
  ports: Pick<OfferLoginPorts, 'accounts'>,
  request: FastifyRequest,
): Promise<void> {
  if ((await ports.accounts.active(accountOf(request))) === undefined) throw notThere()
}
