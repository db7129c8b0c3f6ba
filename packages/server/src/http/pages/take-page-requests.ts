import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import { type Parameters, readParameters } from '@watchword/protocol/oauth2/parameters.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Browser } from '#domain/authorization/authorize.ts'
import { accountOf } from '#http/account-of.ts'
import { rawFormOf, rawQueryOf, takeForms } from '#http/form-body.ts'
import { randomHex } from '#lib/random.ts'
import { createPageErrorHandler } from './answer-with-page.ts'
import { pageCookiesOf } from './page-cookies.ts'

/** Makes an area take what browsers send: forms, and faults that are shown on a page. */
export function takePageRequests(
  app: FastifyInstance,
  { unknownClientStatus }: { readonly unknownClientStatus: 400 | 401 },
): void {
  takeForms(app)
  app.setErrorHandler(createPageErrorHandler({ unknownClientStatus }))
}

/** What a browser sent, and who it is. */
export type PageRequest = {
  readonly accountId: AccountId
  /** Of query and form together: one that stands in both was sent twice. */
  readonly parameters: Parameters
  /** With a new value for the cookie that it does not have yet. */
  readonly browser: Browser
}

/** Reads it. A body that is no form, as no browser's page sends one, is refused rather than passed over. */
export function readPageRequest(
  request: FastifyRequest,
  { publicTls }: { readonly publicTls: boolean },
): PageRequest {
  const accountId = accountOf(request)
  if (request.body !== undefined && request.body !== null) {
    throw new OAuth2Error(
      'invalid_request',
      'The parameters are sent as application/x-www-form-urlencoded, or in the query.',
    )
  }
  const sent = [rawQueryOf(request), rawFormOf(request) ?? ''].filter((part) => part !== '')
  const parameters = readParameters(sent.join('&'))
  const { sessionCookie, browserCookie } = pageCookiesOf(request, { accountId, publicTls })
  return {
    accountId,
    parameters,
    browser: { sessionCookie, browserCookie: browserCookie ?? randomHex(32) },
  }
}

/** Longer ones are not put into an address. */
const longestQuery = 6000

/**
 * Where to send a browser whose form came from another site: browsers keep our cookies from such a form
 * (`SameSite=Lax`), but not from the same request made by address, so nobody looks logged out who is not.
 */
export function addressInstead(
  request: FastifyRequest,
  { parameters, browser }: PageRequest,
): string | undefined {
  if (request.method !== 'POST' || browser.sessionCookie !== undefined) return undefined
  if (request.headers['sec-fetch-site'] === 'same-origin') return undefined
  const query = new URLSearchParams([...parameters]).toString()
  if (query.length > longestQuery) return undefined
  const path = (request.raw.url ?? '').split('?')[0] ?? ''
  return `${path}?${query}`
}
