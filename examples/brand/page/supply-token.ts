import type { SupplyToken } from './lp-tag.ts'
import type { Credentials } from './watchword.ts'

const longestMs = 30_000

/** What the page supplied, ready to be sent. */
export type Supplied = Credentials

/**
 * Asks the page's method for a token, as a conversation window does: the method is looked up by a dotted path, may call
 * back or answer a promise, and is not waited for without end. With `usePkce` the verifier is ours and stays here.
 */
export async function supplyToken(
  method: string,
  kind: 'id_token' | 'code',
  usePkce: boolean,
): Promise<Supplied> {
  const supply = methodOf(method)
  const verifier = usePkce ? randomVerifier() : undefined
  const challenge = verifier === undefined ? undefined : await challengeOf(verifier)
  const answer = await called(supply, challenge)
  const token = typeof answer === 'string' ? answer : answer?.ssoKey
  if (typeof token !== 'string' || token === '') throw new Error('The page supplied no token.')
  if (kind === 'id_token') return { id_token: token }
  const redirectUri = typeof answer === 'object' ? answer?.redirect_uri : undefined
  return {
    code: token,
    ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
    ...(verifier !== undefined && { code_verifier: verifier }),
  }
}

type Answer = Parameters<Parameters<SupplyToken>[0]>[0]

function called(supply: SupplyToken, challenge: string | undefined): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const late = new Error('The page did not answer in 30 seconds.')
    const timer = setTimeout(() => reject(late), longestMs)
    const callback = (token: Answer, error?: unknown) => {
      clearTimeout(timer)
      if (error === undefined || error === null) resolve(token)
      else reject(new Error(`The page reports: ${error}`))
    }
    const returned = challenge === undefined ? supply(callback) : supply(callback, challenge)
    if (returned instanceof Promise) returned.then((token: Answer) => resolve(token), reject)
  })
}

function methodOf(path: string): SupplyToken {
  let found: unknown = window
  for (const name of path.split('.')) {
    found = (found as Readonly<Record<string, unknown>> | undefined)?.[name]
  }
  if (typeof found !== 'function') throw new Error(`The page has no method ${path}.`)
  return found as SupplyToken
}

function randomVerifier(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)))
}

async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return base64url(new Uint8Array(digest))
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
