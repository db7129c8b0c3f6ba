import type { Flow, ShopFacts } from './shop-facts.ts'

const returnPath = '/returned'
const longestMs = 15_000

/** What the identity provider answered, and to which redirect URI. */
export type Returned = { readonly values: URLSearchParams; readonly redirectUri: string }

/**
 * Asks the identity provider in a hidden frame, with `prompt=none`: it knows its customer by its own cookie, shows
 * nothing, and sends the frame back to a page of ours, which hands on what it was given. Only a message of that very
 * frame and of this origin counts, and only with the `state` that was sent.
 */
export function askSilently(
  { issuer, clientIds }: ShopFacts,
  flow: Flow,
  codeChallenge?: string,
): Promise<Returned> {
  const redirectUri = `${location.origin}${returnPath}`
  const state = crypto.randomUUID()
  const wantsCode = flow === 'code' || flow === 'pkce'
  const parameters = new URLSearchParams({
    client_id: clientIds[flow],
    redirect_uri: redirectUri,
    response_type: wantsCode ? 'code' : 'id_token',
    scope: 'openid profile email phone',
    prompt: 'none',
    state,
    ...(!wantsCode && { nonce: crypto.randomUUID() }),
    ...(codeChallenge !== undefined && {
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    }),
  })
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.title = 'Sign-in without a page'
  frame.src = `${issuer}/auth?${parameters}`
  const controller = new AbortController()
  return new Promise<Returned>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('The identity provider did not answer.'))
    }, longestMs)
    controller.signal.addEventListener('abort', () => clearTimeout(timer))
    const take = ({ origin, source, data }: MessageEvent<unknown>) => {
      if (origin !== location.origin || source !== frame.contentWindow) return
      const values = new URLSearchParams(String(data))
      if (values.get('state') === state) resolve({ values, redirectUri })
    }
    addEventListener('message', take, { signal: controller.signal })
    document.body.append(frame)
  }).finally(() => {
    controller.abort()
    frame.remove()
  })
}
