import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { readLogoutRequest } from '@watchword/protocol/oidc/logout.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { requireAccount } from '#domain/authorization/authorize.ts'
import { confirmLogout, requestLogout } from '#domain/authorization/log-out-of-issuer.ts'
import { originOf } from '#http/authenticate.ts'
import { byAnyone } from '#http/openapi/route-docs.ts'
import { messagesFor, sendLost } from '#http/pages/answer-with-page.ts'
import type { PagePorts } from '#http/pages/authorize-handler.ts'
import { readBrand } from '#http/pages/brand.ts'
import { confirmLogoutPage, loggedOutPage } from '#http/pages/logout-pages.ts'
import { bindBrowser, clearSessionCookie } from '#http/pages/page-cookies.ts'
import { pageSchema } from '#http/pages/page-schema.ts'
import { refuseForeignPost } from '#http/pages/refuse-foreign-posts.ts'
import { sendPage } from '#http/pages/send-page.ts'
import { addressInstead, readPageRequest } from '#http/pages/take-page-requests.ts'

/** The end-session endpoint (OpenID Connect RP-Initiated Logout), and the page that asks. */
export function addLogoutRoutes(app: FastifyInstance, ports: PagePorts): void {
  const handler = logoutHandler(ports)
  const validatorCompiler = () => () => true
  app.get('/oidc/:accountId/logout', { schema: getSchema, validatorCompiler }, handler)
  app.post('/oidc/:accountId/logout', { schema: postSchema, validatorCompiler }, handler)

  app.post('/oidc/:accountId/confirm-logout', { schema: pageSchema }, async (request, reply) => {
    refuseForeignPost(request, ports.publicOrigin)
    const { accountId, browser, parameters } = readPageRequest(request, ports)
    const origin = originOf(request)
    const sealed = parameters.get('flow')
    const done = await confirmLogout(ports, { accountId, sealed, browser, origin })
    if (typeof done === 'string') return sendLost(request, reply, done)
    clearSessionCookie(reply, { accountId, publicTls: ports.publicTls })
    // So that going back or loading again sends no form.
    const locales = done.uiLocales.join(' ')
    const query = locales === '' ? '' : `?${new URLSearchParams({ ui_locales: locales })}`
    return reply.redirect(`/oidc/${accountId}/logged-out${query}`, 303)
  })

  app.get('/oidc/:accountId/logged-out', { schema: pageSchema }, async (request, reply) => {
    const { accountId, parameters } = readPageRequest(request, ports)
    const { uiLocales } = readLogoutRequest(parameters)
    return sendLoggedOut(ports, { request, reply, accountId, uiLocales })
  })
}

function logoutHandler(ports: PagePorts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const page = readPageRequest(request, ports)
    const address = addressInstead(request, page)
    if (address !== undefined) return reply.redirect(address, 303)
    const { accountId, browser, parameters } = page
    const asked = readLogoutRequest(parameters)
    const { uiLocales } = asked
    const origin = originOf(request)
    const step = await requestLogout(ports, { accountId, browser, origin, request: asked })
    const where = { accountId, publicTls: ports.publicTls }
    if (step.kind === 'logged_out') {
      clearSessionCookie(reply, where)
      if (step.location !== undefined) return reply.redirect(step.location, 303)
      return sendLoggedOut(ports, { request, reply, accountId, uiLocales })
    }
    bindBrowser(request, reply, where, browser.browserCookie)
    const brand = await readBrand(ports, accountId)
    const html = confirmLogoutPage(messagesFor(request, uiLocales), {
      ...{ ...brand, sealed: step.sealed },
      userName: step.user.loginName,
    })
    return sendPage(reply, html)
  }
}

async function sendLoggedOut(
  ports: Pick<PagePorts, 'storage'>,
  at: {
    readonly request: FastifyRequest
    readonly reply: FastifyReply
    readonly accountId: AccountId
    readonly uiLocales: readonly string[]
  },
): Promise<FastifyReply> {
  await requireAccount(ports, at.accountId)
  const brand = await readBrand(ports, at.accountId)
  return sendPage(at.reply, loggedOutPage(messagesFor(at.request, at.uiLocales), brand))
}

const LogoutParameters = Type.Object({
  id_token_hint: Type.Optional(
    Type.String({ description: 'An id_token that the application got; it may have expired.' }),
  ),
  client_id: Type.Optional(Type.String()),
  post_logout_redirect_uri: Type.Optional(
    Type.String({ description: 'One that is registered; it needs `id_token_hint`.' }),
  ),
  state: Type.Optional(Type.String({ maxLength: 2048 })),
  ui_locales: Type.Optional(Type.String()),
})

const about = {
  tags: ['OpenID Connect' as const],
  security: byAnyone,
  produces: ['text/html'],
  params: Type.Object({ accountId: Type.String() }),
}

const getSchema = {
  ...about,
  summary: 'End the user’s session in this browser',
  description:
    'OpenID Connect RP-Initiated Logout, opened in a browser. With an id_token of ours the session ends and the ' +
    'browser goes on to `post_logout_redirect_uri`; without one the user is asked, and stays on our page.',
  operationId: 'oidcLogout',
  querystring: LogoutParameters,
}

const postSchema = {
  ...about,
  summary: 'End the user’s session in this browser, by a form',
  description: 'The same parameters in a form body.',
  operationId: 'oidcLogoutByForm',
}
