/** What the debugger or the doctor found of one rule. */
export type Finding = {
  readonly rule: string
  readonly verdict: 'pass' | 'fail' | 'skipped'
  readonly message: string
  readonly value?: string
  readonly advice?: string
}

export type Told = { readonly findings: readonly Finding[]; readonly problem?: string }

export type Asked = {
  readonly connectorId: number
  readonly token?: string | undefined
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

/** Logs in when first asked, and again when the session has ended. */
export function createWatchwordAdmin({
  origin,
  accountId,
  username,
  password,
}: Login): WatchwordAdmin {
  const account = `${origin}/api/account/${accountId}`
  let bearer: string | undefined

  async function logIn(): Promise<string> {
    const response = await post(`${account}/login?v=1.3`, { username, password })
    const { bearer: given } = (await response.json()) as { readonly bearer?: string }
    if (given === undefined) throw new Error('The administrator of the demo cannot log in.')
    return given
  }

  async function ask(path: string, body: object): Promise<Told> {
    bearer ??= await logIn()
    let response = await post(`${account}${path}`, body, bearer)
    if (response.status === 401) {
      bearer = await logIn()
      response = await post(`${account}${path}`, body, bearer)
    }
    const answer: unknown = await response.json().catch(() => undefined)
    if (response.ok) return { findings: findingsOf(answer) }
    return { findings: [], problem: `Watchword answers ${response.status} to ${path}.` }
  }

  return {
    explain: ({ connectorId, token, requestId }) =>
      ask('/watchword/consumers/explain', {
        connectorId,
        ...(token === undefined ? { requestId } : { token }),
      }),
    check: (connectorId) => ask(`/configuration/le-connectors/connectors/${connectorId}/check`, {}),
  }
}

function findingsOf(answer: unknown): readonly Finding[] {
  const { results } = (answer ?? {}) as { readonly results?: readonly Finding[] }
  return results ?? []
}

function post(url: string, body: object, bearer?: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  })
}
