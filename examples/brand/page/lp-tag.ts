import { askSilently } from './ask-silently.ts'
import type { Flow, ShopFacts } from './shop-facts.ts'

/** Who is logged in, as a page reports it: a hint for targeting, and never proof (contract 3 section 6.1). */
export type Identity = { readonly iss: string; readonly acr: 'loa1'; readonly sub: string }

type IdentityFunction = (callback: (identity: Identity | null) => void) => void

type TokenAnswer = string | { readonly ssoKey: string; readonly redirect_uri?: string }

/** The page's supplier of tokens (contract 3 section 6.2). With a second argument, PKCE is wanted. */
export type SupplyToken = (
  callback: (token: TokenAnswer | Record<string, never>, error?: unknown) => void,
  codeChallenge?: string,
) => unknown

declare global {
  interface Window {
    lpTag?: { identities?: IdentityFunction[] }
    lpGetAuthenticationToken?: SupplyToken
  }
}

/**
 * What a brand's page does for the web tag: it says who is logged in, on every page, and supplies tokens. A brand has
 * one flow; this page has four, to show that they name one person, so it is told which one is wanted.
 */
export function defineLpTag(facts: ShopFacts, wantedFlow: () => Flow): void {
  window.lpTag ??= {}
  window.lpTag.identities ??= []
  window.lpTag.identities.push((callback) => {
    const { customer, issuer } = facts
    callback(customer === undefined ? null : { iss: issuer, acr: 'loa1', sub: customer.sub })
  })
  window.lpGetAuthenticationToken = (callback, codeChallenge) => {
    askSilently(facts, wantedFlow(), codeChallenge).then(
      ({ values, redirectUri }) => {
        const error = values.get('error')
        const idToken = values.get('id_token')
        if (error !== null) callback('', values.get('error_description') ?? error)
        else if (idToken !== null) callback(idToken)
        else callback({ ssoKey: values.get('code') ?? '', redirect_uri: redirectUri })
      },
      (error: unknown) => callback('', String(error)),
    )
  }
}

/** Asks the page, as the tag does. */
export function reportedIdentities(): Promise<readonly (Identity | null)[]> {
  const functions = window.lpTag?.identities ?? []
  return Promise.all(
    functions.map((tell) => new Promise<Identity | null>((resolve) => tell(resolve))),
  )
}
