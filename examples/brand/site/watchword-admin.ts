import { type Told, toldByDebugger, toldByDoctor } from './told.ts'

/** A refusal that is to be explained. */
export type Asked = {
  readonly connectorId: number
  /** What the page supplied, if it was an id_token. */
  readonly token?: string | undefined
  /** Of the refused request: what came of a code is known to Watchword alone. */
  readonly requestId?: string | undefined
}

/** The brand's administrator at Watchword: logs in, and asks what an administrator may ask. */
export type WatchwordAdmin = {
  /** Why a token, or a refused handshake, was refused. */
  explain(asked: Asked): Promise<Told>
  /** How the identity provider of a connector is. */
  check(connectorId: number): Promise<Told>
}

type Login = {
  readonly origin: string
  readonly accountId: string
  readonly username: string
  readonly password: string
}

/** Refusals are written behind: the last one may not be there yet. */
const triesForHandshake = 20
const pauseMs = 250

/** Logs in when first asked, and again when the session has ended. */
export function createWatchwordAdmin(login: Login): WatchwordAdmin {
  const { origin, accountId, username, password } = login
  const account = `${origin}/api/account/${accountId}`
  let bearer: string | undefined

  async function logIn(): Promise<string> {
    const response = await send('POST', `${account}/login?v=1.3`, { body: { username, password } })
    const { bearer: given } = (await response.json()) as { readonly bearer?: string }
    if (given === undefined) throw new Error('The administrator of the demo cannot log in.')
    return given
  }

  async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    bearer ??= await logIn()
    const url = `${account}/watchword${path}`
    let response = await send(method, url, { body, bearer })
    if (response.status === 401) {
      bearer = await logIn()
      response = await send(method, url, { body, bearer })
    }
    if (!response.ok) throw new Error(`Watchword answers ${response.status} to ${path}.`)
    return response.json()
  }

  async function findHandshake(requestId: string): Promise<string | undefined> {
    for (let tries = 0; tries < triesForHandshake; tries += 1) {
      const { handshakes } = (await ask('GET', '/consumers/handshakes')) as {
        readonly handshakes: readonly { readonly id: string; readonly requestId: string }[]
      }
      const found = handshakes.find((handshake) => handshake.requestId === requestId)
      if (found !== undefined) return found.id
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    return undefined
  }

  return {
    explain: async ({ connectorId, token, requestId }) => {
      if (token !== undefined) {
        return toldByDebugger(await ask('POST', '/consumers/explain', { token, connectorId }))
      }
      const id = requestId === undefined ? undefined : await findHandshake(requestId)
      if (id === undefined) return { summary: 'Nothing is known of this refusal.', findings: [] }
      return toldByDebugger(await ask('GET', `/consumers/handshakes/${id}`))
    },
    check: async (connectorId) =>
      toldByDoctor(await ask('POST', `/connectors/${connectorId}/check`)),
  }
}

function send(
  method: string,
  url: string,
  { body, bearer }: { readonly body?: object | undefined; readonly bearer?: string },
): Promise<Response> {
  return fetch(url, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}
