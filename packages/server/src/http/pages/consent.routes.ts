import type { FastifyInstance } from 'fastify'
import { continueAuthorization, findInteraction } from '#domain/authorization/authorize.ts'
import { answerConsent } from '#domain/authorization/give-consent.ts'
import { originOf } from '#http/authenticate.ts'
import { messagesFor, sendLost } from './answer-with-page.ts'
import type { PagePorts } from './authorize-handler.ts'
import { readBrand } from './brand.ts'
import { consentPage } from './consent-page.ts'
import { nameOf } from './messages/name-of.ts'
import { pageSchema } from './page-schema.ts'
import { refuseForeignPost } from './refuse-foreign-posts.ts'
import { pictureSource, sendPage } from './send-page.ts'
import { sendStep } from './send-step.ts'
import { readPageRequest } from './take-page-requests.ts'

/** The consent page, and the way on from any page. */
export function addConsentRoutes(app: FastifyInstance, ports: PagePorts): void {
  const { publicTls } = ports

  app.get('/oidc/:accountId/continue', { schema: pageSchema }, async (request, reply) => {
    const page = readPageRequest(request, ports)
    const sealed = page.parameters.get('flow')
    const step = await continueAuthorization(ports, { ...page, sealed })
    return sendStep(request, reply, { page, publicTls, step, redirectStatus: 303 })
  })

  app.get('/oidc/:accountId/consent', { schema: pageSchema }, async (request, reply) => {
    const { accountId, browser, parameters } = readPageRequest(request, ports)
    const sealed = parameters.get('flow') ?? ''
    const found = await findInteraction(ports, { accountId, browser, sealed })
    if (typeof found === 'string') return sendLost(request, reply, found)
    const { interaction, client } = found
    const { consent, request: asked } = interaction
    const [brand, user] = await Promise.all([
      readBrand(ports, accountId),
      ports.storage.read.users.find(accountId, consent?.userId ?? 0),
    ])
    if (consent === undefined || user === undefined) return sendLost(request, reply, 'unreadable')
    const logo = client.logoUri !== undefined && pictureSource(client.logoUri) !== undefined
    const messages = messagesFor(request, asked.uiLocales)
    const html = consentPage(messages, {
      ...{ ...brand, sealed, scopes: consent.scopes, userName: user.loginName },
      applicationName: nameOf(client, messages),
      logo: logo ? client.logoUri : undefined,
      leadsTo: hostOf(asked.redirectUri),
    })
    const picture = logo ? client.logoUri : undefined
    return sendPage(reply, html, { formLeadsTo: asked.redirectUri, picture })
  })

  app.post('/oidc/:accountId/consent', { schema: pageSchema }, async (request, reply) => {
    refuseForeignPost(request, ports.publicOrigin)
    const page = readPageRequest(request, ports)
    const { accountId, browser, parameters } = page
    const step = await answerConsent(ports, {
      ...{ accountId, browser, origin: originOf(request) },
      sealed: parameters.get('flow'),
      // Whatever is not clearly yes is no.
      allowed: parameters.get('answer') === 'allow',
    })
    return sendStep(request, reply, { page, publicTls, step, redirectStatus: 303 })
  })
}

/** None of a scheme that belongs to an application of the user's machine. */
function hostOf(redirectUri: string): string | undefined {
  return /^https?:/i.test(redirectUri) ? new URL(redirectUri).host : undefined
}
