/** A relying party and its user, as the OpenID certification suite plays them: from outside, over the wire. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { StandardClaims } from '@watchword/protocol/api/standard-claims.ts'
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose'
import type { Storage } from '#storage/port.ts'
import { seedApplication } from '../support/applications.ts'
import { createPageBrowser, type PageAnswer, type PageBrowser } from '../support/browser.ts'
import { givePassword, goodPassword } from '../support/login.ts'
import { seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'

/** Under TLS, as the suite demands; a proxy in front ends it, so that the server is called by http. */
export const publicOrigin = 'https://op.example'
export const issuer = `${publicOrigin}/oidc/acme`
export const callback = 'https://suite.example/test/a/watchword/callback'
export const postLogout = 'https://suite.example/test/a/watchword/post_logout_redirect'

export type Credentials = { readonly clientId: string; readonly clientSecret: string }

/** The provider as it is set up for a run of the suite: static clients, one user with every standard claim. */
export type Provider = {
  readonly server: TestServer
  readonly accountId: AccountId
  readonly subject: string
  readonly client: Credentials
  readonly secondClient: Credentials
  stop(): Promise<void>
}

/** Every claim that a scope stands for, so that none is missing only because nobody filled it in. */
const everyClaim: StandardClaims = {
  given_name: 'Aga',
  family_name: 'Agentsson',
  middle_name: 'Maria',
  nickname: 'aga',
  preferred_username: 'aga.agent',
  profile: 'https://people.example/aga',
  picture: 'https://people.example/aga.png',
  website: 'https://aga.example/',
  gender: 'female',
  birthdate: '1984-02-29',
  zoneinfo: 'Europe/Stockholm',
  locale: 'sv-SE',
  phone_number: '+46 8 123 456',
  phone_number_verified: true,
  email_verified: true,
  address: {
    formatted: 'Gatan 1\n111 22 Stockholm',
    street_address: 'Gatan 1',
    locality: 'Stockholm',
    postal_code: '111 22',
    country: 'Sweden',
  },
}

export async function startProvider(kind: Storage['kind']): Promise<Provider> {
  const server = await startTestServer(kind, { WATCHWORD_PUBLIC_ORIGIN: publicOrigin })
  const account = await seedAccount(server, 'acme')
  const { user } = account.users.agent
  await givePassword(server, account.id, user.id)
  await server.storage.write((tx) =>
    tx.users.update(account.id, {
      ...user,
      fullName: 'Aga Maria Agentsson',
      email: 'aga@acme.example',
      standardClaims: everyClaim,
    }),
  )
  const install = (name: string) =>
    seedApplication(server, account.id, {
      client_name: name,
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: [callback],
      post_logout_redirect_uris: [postLogout],
      // The Basic plan is of 2014: most of its modules send no challenge.
      require_pkce: false,
    })
  const client = await install('first client of the suite')
  const secondClient = await install('second client of the suite')
  const { id: accountId } = account
  const subject = String(user.id)
  return { server, accountId, subject, client, secondClient, stop: () => server.stop() }
}

/** Where a browser ended up, and what its user saw on the way. */
export type Arrival = {
  /** At the application: by a redirect, or by the form of a page. `page`: it stayed with us. */
  readonly at: 'query' | 'form_post' | 'page'
  readonly parameters: Readonly<Record<string, string>>
  readonly target: string
  /** `login`, `consent`, `confirm-logout`, in turn. */
  readonly seen: readonly string[]
  readonly answer: PageAnswer
}

export type ResponseMode = 'query' | 'form_post'
export type Change = Readonly<Record<string, string | undefined>>

/** What the token endpoint gave, and the verified id_token. */
export type Tokens = {
  readonly access_token: string
  readonly refresh_token: string
  readonly id_token: string
  readonly claims: JWTPayload & Readonly<Record<string, unknown>>
  readonly header: ReturnType<typeof decodeProtectedHeader>
}

export type RelyingParty = ReturnType<typeof createRelyingParty>

export function createRelyingParty(
  { server, client: first }: Provider,
  {
    mode = 'query',
    auth = 'client_secret_basic',
    client = first,
  }: {
    readonly mode?: ResponseMode
    readonly auth?: 'client_secret_basic' | 'client_secret_post'
    readonly client?: Credentials
  } = {},
) {
  const browser = createPageBrowser(server)
  let nonce: string | undefined

  /** The parameters of a request as the suite makes one; `undefined` leaves one out. */
  function parameters(change: Change = {}): URLSearchParams {
    const all: Change = {
      client_id: client.clientId,
      redirect_uri: callback,
      scope: 'openid',
      state: randomBytes(8).toString('base64url'),
      nonce: randomBytes(8).toString('base64url'),
      response_type: 'code',
      ...(mode === 'query' ? {} : { response_mode: mode }),
      ...change,
    }
    nonce = all['nonce']
    const sent = Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    )
    return new URLSearchParams(sent)
  }

  async function authorize(change: Change = {}): Promise<Arrival> {
    return walk(browser, await browser.get(`/oidc/acme/authorize?${parameters(change)}`))
  }

  /** The code of a good response: with the state of the request, from this issuer, and nothing else. */
  function codeOf(arrival: Arrival, state?: string): string {
    assert.equal(arrival.at, mode, arrival.answer.text)
    assert.equal(arrival.target, callback)
    const { code = '', iss, state: told = '', ...rest } = arrival.parameters
    assert.deepEqual(rest, {})
    assert.equal(iss, issuer)
    assert.match(code, /^[\x20-\x7e]{32,}$/)
    if (state === undefined) assert.match(told, /^[\w-]{11}$/)
    else assert.equal(told, state)
    return code
  }

  function post(fields: Readonly<Record<string, string>>) {
    const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')
    const secret = { client_id: client.clientId, client_secret: client.clientSecret }
    return fetch(`${server.origin}/oidc/acme/token`, {
      method: 'POST',
      headers: auth === 'client_secret_basic' ? { authorization: `Basic ${basic}` } : {},
      body: new URLSearchParams(auth === 'client_secret_post' ? { ...fields, ...secret } : fields),
    })
  }

  const redeem = (code: string, more: Readonly<Record<string, string>> = {}) =>
    post({ grant_type: 'authorization_code', code, redirect_uri: callback, ...more })

  /** Reads a good answer of the token endpoint (RFC 6749 section 5.1) and verifies its id_token. */
  async function readTokens(response: Response): Promise<Tokens> {
    const text = await response.text()
    assert.equal(response.status, 200, text)
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.equal(response.headers.get('pragma'), 'no-cache')
    const body = JSON.parse(text)
    assert.equal(body.token_type, 'Bearer')
    assert.ok(Number.isInteger(body.expires_in) && body.expires_in > 0)
    assert.match(body.access_token, /^[\x20-\x7e]{32,}$/)
    if (body.refresh_token !== undefined) assert.match(body.refresh_token, /^[\x20-\x7e]{32,}$/)
    const { claims, header } = await verifyIdToken(body.id_token)
    const half = createHash('sha256').update(body.access_token).digest().subarray(0, 16)
    assert.equal(claims['at_hash'], half.toString('base64url'))
    return { ...body, claims, header }
  }

  /** OpenID Connect Core section 3.1.3.7, with the published key that the header names. */
  async function verifyIdToken(idToken: string) {
    const header = decodeProtectedHeader(idToken)
    const published = await json(await fetch(`${server.origin}/oidc/acme/jwks`))
    const keys = createLocalJWKSet(published as unknown as JSONWebKeySet)
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      audience: client.clientId,
      currentDate: new Date(server.clock.now()),
      requiredClaims: ['sub', 'exp', 'iat'],
    })
    assert.match(payload.sub ?? '', /^[\x20-\x7e]{1,255}$/)
    return { claims: payload as Tokens['claims'], header }
  }

  /** The whole way from a request to tokens. */
  async function flow(change: Change = {}): Promise<Tokens & { readonly arrival: Arrival }> {
    const arrival = await authorize(change)
    const sentNonce = nonce
    const tokens = await readTokens(await redeem(codeOf(arrival, change['state'])))
    assert.equal(tokens.claims['nonce'], sentNonce)
    return { ...tokens, arrival }
  }

  async function userinfo(accessToken: string): Promise<Readonly<Record<string, unknown>>> {
    const headers = { authorization: `Bearer ${accessToken}` }
    return json(await fetch(`${server.origin}/oidc/acme/userinfo`, { headers }))
  }

  async function logout(asked: Readonly<Record<string, string>>): Promise<Arrival> {
    const query = new URLSearchParams(asked)
    return walk(browser, await browser.get(`/oidc/acme/logout?${query}`))
  }

  return {
    ...{ browser, parameters, authorize, codeOf, redeem, post, readTokens, flow, userinfo },
    logout,
  }
}

/** A JSON answer with status 200. */
export async function json(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const text = await response.text()
  assert.equal(response.status, 200, text)
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
  return JSON.parse(text)
}

/** Follows redirects and answers pages as a patient user would, until there is nothing more to do. */
export async function walk(browser: PageBrowser, first: PageAnswer): Promise<Arrival> {
  const seen: string[] = []
  let answer = first
  for (let steps = 0; steps < 12; steps += 1) {
    const { location } = answer
    if (location !== undefined) {
      if (!location.startsWith('/')) {
        const [target = '', query = ''] = location.split('?')
        const parameters = Object.fromEntries(new URLSearchParams(query))
        return { at: 'query', parameters, target, seen, answer }
      }
      answer = await browser.get(location)
      continue
    }
    const form = formOf(answer)
    if (form === undefined) return { at: 'page', parameters: {}, target: '', seen, answer }
    const { action, fields, ids } = form
    if (!action.startsWith('/')) {
      return { at: 'form_post', parameters: fields, target: action, seen, answer }
    }
    if (ids.has('username')) {
      // A password that was refused once would be refused for ever.
      if (answer.status !== 200) return { at: 'page', parameters: {}, target: '', seen, answer }
      seen.push('login')
      const filled = { ...fields, username: 'agent', password: goodPassword }
      answer = await browser.post(action, filled)
    } else if (ids.has('allow')) {
      seen.push('consent')
      answer = await browser.post(action, { ...fields, answer: 'allow' })
    } else if (ids.has('confirm-logout')) {
      seen.push('confirm-logout')
      answer = await browser.post(action, fields)
    } else {
      throw new Error(`a page that nobody knows: ${answer.text.slice(0, 400)}`)
    }
  }
  throw new Error('It never ends.')
}

/** The form of a page, as a browser reads it. */
function formOf({ text }: PageAnswer) {
  const action = /<form method="post" action="([^"]*)"/.exec(text)?.[1]
  if (action === undefined) return undefined
  const fields: Record<string, string> = {}
  const hidden = /<input type="hidden" name="([^"]*)" value="([^"]*)">/g
  for (const [, name = '', value = ''] of text.matchAll(hidden))
    fields[unescaped(name)] = unescaped(value)
  const ids = new Set([...text.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id))
  return { action: unescaped(action), fields, ids }
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
}
