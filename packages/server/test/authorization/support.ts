import { pkceChallenge, seedApplication } from '../support/applications.ts'
import { flowOf, type PageAnswer, type PageBrowser } from '../support/browser.ts'
import { givePassword, goodPassword } from '../support/login.ts'
import { type SeededAccount, seedAccount, type TestServer } from '../support/test-server.ts'

export const callback = 'https://app.example/callback'

/** An account with an agent who has a password, and an application that may ask them. */
export async function seedSignIn(
  server: TestServer,
  id: string,
  manifest: Readonly<Record<string, unknown>> = {},
): Promise<SeededAccount & { readonly clientId: string; readonly clientSecret: string }> {
  const account = await seedAccount(server, id)
  await givePassword(server, account.id, account.users.agent.user.id)
  await givePassword(server, account.id, account.users.admin.user.id)
  const application = await seedApplication(server, account.id, {
    client_name: `app of ${id}`,
    display_name: 'Route Planner',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [callback],
    scope: 'users:read',
    ...manifest,
  })
  return { ...account, ...application }
}

/** The address of an authorization request that is fine but for what is given; `undefined` leaves one out. */
export function authorizeUrl(
  { id, clientId }: { readonly id: string; readonly clientId: string },
  change: Readonly<Record<string, string | undefined>> = {},
): string {
  return `/oidc/${id}/authorize?${query({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callback,
    scope: 'openid',
    state: 'some state',
    code_challenge: pkceChallenge,
    code_challenge_method: 'S256',
    ...change,
  })}`
}

/** The same at the compatible endpoint. */
export function sentinelUrl(
  { id, clientId }: { readonly id: string; readonly clientId: string },
  change: Readonly<Record<string, string | undefined>> = {},
): string {
  return `/sentinel/api/account/${id}/authorize?${query({
    v: '1.0',
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callback,
    state: 'some state',
    ...change,
  })}`
}

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const sent = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return new URLSearchParams(sent).toString()
}

/** Fills in the login page that the browser shows; answers what follows. */
export async function signIn(
  browser: PageBrowser,
  id: string,
  page: PageAnswer,
  { username = 'agent', password = goodPassword } = {},
): Promise<PageAnswer> {
  const answer = await browser.post(`/oidc/${id}/login`, {
    flow: flowOf(page),
    username,
    password,
  })
  return answer.location === undefined ? answer : browser.follow(answer.location)
}

/** Answers the consent page that the browser shows. */
export async function consent(
  browser: PageBrowser,
  id: string,
  page: PageAnswer,
  answer: 'allow' | 'deny' = 'allow',
): Promise<PageAnswer> {
  const answered = await browser.post(`/oidc/${id}/consent`, { flow: flowOf(page), answer })
  const { location } = answered
  return location?.startsWith('/') ? browser.follow(location) : answered
}

/** What the application gets: the parameters of the redirect. */
export function responseOf({ location = '' }: PageAnswer): Readonly<Record<string, string>> {
  const at = new URL(location)
  const encoded = at.hash === '' ? at.searchParams : new URLSearchParams(at.hash.slice(1))
  return Object.fromEntries(encoded)
}
