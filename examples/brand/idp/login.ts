/// <reference path="../oidc-provider.d.ts" />
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import { sendPage } from '../answers.ts'
import { isFromElsewhere, readForm } from '../requests.ts'
import { findCustomer } from './customers.ts'
import { errorPage, loginPage } from './pages.ts'

/** The page that asks who somebody is, in the middle of an authorization request, and the answer to it. */
export async function answerLogin(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isThere = await provider.interactionDetails(request, response).then(
    () => true,
    () => false,
  )
  if (!isThere) {
    const message = 'Nobody asked for this, or it was too long ago. Begin again in the shop.'
    sendPage(response, 400, errorPage('Sign in', message))
    return
  }
  if (request.method !== 'POST') {
    sendPage(response, 200, loginPage(request.url ?? ''))
    return
  }
  const customer = findCustomer((await readForm(request)).get('customer') ?? undefined)
  if (customer === undefined || isFromElsewhere(request)) {
    sendPage(response, 400, errorPage('Sign in', 'There is no such customer.'))
    return
  }
  await provider.interactionFinished(request, response, { login: { accountId: customer.id } })
}
