import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendFile, sendJson, sendPage } from '../answers.ts'
import { html, page } from '../html.ts'
import { clientIds, type Flow, flows, returnPath } from '../idp/clients.ts'
import type { BrandIdp } from '../idp/start-brand-idp.ts'
import { isSwitchName, switchNames } from '../idp/switches.ts'
import { isFromElsewhere, readJson } from '../requests.ts'
import { readPageFile } from './page-files.ts'
import { nameOf, shopPage } from './shop-page.ts'
import type { Told } from './told.ts'
import type { WatchwordAdmin } from './watchword-admin.ts'
import type { WatchwordApp } from './watchword-app.ts'

/** The Watchword server that the shop talks to. */
export type ShopWatchword = {
  readonly origin: string
  readonly accountId: string
  readonly connectors: Readonly<Record<Flow, number>>
  /** The brand's administrator there, who may ask the debugger. */
  readonly admin: WatchwordAdmin
  /** The shop's own server there. */
  readonly app: WatchwordApp
}

type Call = { readonly request: IncomingMessage; readonly response: ServerResponse }

/** The brand's website, on the origin of its identity provider. */
export function createShop(idp: () => BrandIdp, watchword: ShopWatchword | undefined) {
  async function sendShop({ request, response }: Call): Promise<void> {
    const { origin, issuer, customerOf, switches } = idp()
    const customer = await customerOf(request, response)
    const on = switches()
    const input = { origin, issuer, customer, on, hasWatchword: watchword !== undefined }
    sendPage(response, 200, shopPage(input))
  }

  async function sendFacts({ request, response }: Call): Promise<void> {
    const { issuer, customerOf } = idp()
    const customer = await customerOf(request, response)
    sendJson(response, 200, {
      issuer,
      clientIds,
      ...(customer && { customer: { sub: customer.id, name: nameOf(customer) } }),
      ...(watchword && {
        watchword: {
          origin: watchword.origin,
          accountId: watchword.accountId,
          connectors: watchword.connectors,
        },
      }),
    })
  }

  async function flip({ request, response }: Call): Promise<void> {
    const { name, isOn, mend } = await readJson(request)
    if (mend === true) idp().mend()
    else if (isSwitchName(name)) idp().setSwitch(name, isOn === true)
    const on = idp().switches()
    sendJson(
      response,
      200,
      switchNames.map((one) => ({ name: one, isOn: on.has(one) })),
    )
  }

  async function explain({ request, response }: Call): Promise<void> {
    const { connectorId, credentials, refusal } = await readJson(request)
    if (watchword === undefined) return sendJson(response, 404, {})
    const { id_token: token } = (credentials ?? {}) as { readonly id_token?: unknown }
    const { request_id: requestId } = (refusal ?? {}) as { readonly request_id?: unknown }
    const asked = {
      connectorId: Number(connectorId),
      token: textOf(token),
      requestId: textOf(requestId),
    }
    sendJson(response, 200, await watchword.admin.explain(asked).catch(problemOf))
  }

  async function askDoctor({ request, response }: Call): Promise<void> {
    const { flow } = await readJson(request)
    const known = flows.find((one) => one === flow)
    if (watchword === undefined || known === undefined) return sendJson(response, 404, {})
    const told = await watchword.admin.check(watchword.connectors[known]).catch(problemOf)
    sendJson(response, 200, told)
  }

  /** Of whoever is signed in, and of nobody else: the page does not say whom it means. */
  async function nameConsumer({ request, response }: Call): Promise<void> {
    const customer = await idp().customerOf(request, response)
    if (watchword === undefined || customer === undefined) return sendJson(response, 404, {})
    const id = await watchword.app.consumerIdOf(customer.id)
    sendJson(response, 200, { id })
  }

  const gets: Readonly<Record<string, (call: Call) => Promise<void> | void>> = {
    '/': sendShop,
    '/shop.json': sendFacts,
    [returnPath]: ({ response }) =>
      sendPage(
        response,
        200,
        page('Returned', html`<p>Signed in.</p>`, '/page/returned.ts'),
        "'self'",
      ),
  }
  const posts: Readonly<Record<string, (call: Call) => Promise<void>>> = {
    '/switches': flip,
    '/explain': explain,
    '/doctor': askDoctor,
    '/named-consumer': nameConsumer,
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    const file = path.startsWith('/page/') ? readPageFile(path.slice('/page/'.length)) : undefined
    if (request.method === 'GET' && file !== undefined) {
      sendFile(response, file.type, file.text)
      return
    }
    const answer = (request.method === 'POST' ? posts : gets)[path]
    if (answer === undefined) sendJson(response, 404, { error: 'Nothing is here.' })
    else if (request.method === 'POST' && isFromElsewhere(request)) {
      sendJson(response, 403, { error: 'Only the pages of the shop may do this.' })
    } else await answer({ request, response })
  }
}

/** That Watchword cannot be asked is told as what it says. */
function problemOf(error: unknown): Told {
  return { summary: error instanceof Error ? error.message : String(error), findings: [] }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
