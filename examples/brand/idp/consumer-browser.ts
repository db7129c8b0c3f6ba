import { createHash, randomBytes } from 'node:crypto'
import { clientIds, type Flow, returnPath, shopClientId } from './clients.ts'
import { type Customer, customers } from './customers.ts'
import type { BrandIdp } from './start-brand-idp.ts'

/** What came back from the identity provider, in query or fragment. */
export type Returned = URLSearchParams

/**
 * The browser of a customer, without a window: it keeps cookies and follows redirects. For tests, and for whoever has no
 * browser at hand; the page of the shop does the same in a real one.
 */
export type ConsumerBrowser = ReturnType<typeof createConsumerBrowser>

export function createConsumerBrowser(
  { origin, issuer }: Pick<BrandIdp, 'origin' | 'issuer'>,
  standing: Readonly<Record<string, string>> = {},
) {
  const { cookies, send } = createCookieClient(origin, standing)

  function authorizeUrl(parameters: Readonly<Record<string, string>>): string {
    return `${issuer}/auth?${new URLSearchParams({ scope: 'openid profile email phone', ...parameters })}`
  }

  /** Asks without showing anything, as the page's hidden frame does. */
  async function askSilently(
    flow: Flow,
    more: Readonly<Record<string, string>>,
  ): Promise<Returned> {
    const response = await send(
      authorizeUrl({
        client_id: clientIds[flow],
        redirect_uri: `${origin}${returnPath}`,
        prompt: 'none',
        ...more,
      }),
    )
    const location = response.headers.get('location')
    if (location === null)
      throw new Error(`no redirect: ${response.status} ${await response.text()}`)
    return new URLSearchParams(location.split(/[?#]/, 2)[1])
  }

  return {
    cookies,
    send,
    /** Logs in at the login page of the brand. Without a customer: as the first one. */
    logIn: async (customer: Customer | undefined = customers[0]): Promise<void> => {
      const started = await send(
        authorizeUrl({
          client_id: shopClientId,
          redirect_uri: `${origin}/`,
          response_type: 'none',
          prompt: 'login',
        }),
      )
      const page = started.headers.get('location') ?? ''
      const chosen = await send(page, new URLSearchParams({ customer: customer?.id ?? '' }))
      const resumed = await send(chosen.headers.get('location') ?? '')
      const back = resumed.headers.get('location') ?? ''
      if (!back.startsWith(`${origin}/`)) throw new Error(`not logged in: ${resumed.status}`)
    },
    /** Logs out, and has the identity provider tell everybody. */
    logOut: async (): Promise<void> => {
      const asked = await send(`${issuer}/session/end?client_id=${shopClientId}`)
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(await asked.text())?.[1] ?? ''
      await send(`${issuer}/session/end/confirm`, new URLSearchParams({ xsrf, logout: 'yes' }))
    },
    /** What the identity provider answers to a page that wants an id_token. */
    askForToken: (flow: 'implicit' | 'jwe'): Promise<Returned> =>
      askSilently(flow, {
        response_type: 'id_token',
        nonce: randomBytes(16).toString('base64url'),
      }),
    /** What it answers to a page that wants a code; the challenge is of whoever holds the verifier. */
    askForCode: (flow: 'code' | 'pkce', codeChallenge?: string): Promise<Returned> =>
      askSilently(flow, {
        response_type: 'code',
        ...(codeChallenge !== undefined && {
          code_challenge: codeChallenge,
          code_challenge_method: 'S256',
        }),
      }),
  }
}

/** Asks one origin, keeps its cookies, and follows no redirect. */
function createCookieClient(origin: string, standing: Readonly<Record<string, string>>) {
  const cookies = new Map<string, string>()

  function keep(line: string): void {
    const [pair = ''] = line.split(';')
    const mark = pair.indexOf('=')
    const [name, value] = [pair.slice(0, mark), pair.slice(mark + 1)]
    if (value === '') cookies.delete(name)
    else cookies.set(name, value)
  }

  async function send(url: string, form?: URLSearchParams): Promise<Response> {
    const response = await fetch(new URL(url, origin), {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        ...standing,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(form !== undefined && { body: form }),
    })
    for (const line of response.headers.getSetCookie()) keep(line)
    return response
  }

  return { cookies, send }
}

/** A verifier and its challenge (RFC 7636 section 4). */
export function makePkce(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}
