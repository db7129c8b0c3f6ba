import { Problem, readProblem } from './problem.ts'
import type { Session } from './session.ts'

export type CallOptions = {
  readonly body?: unknown
  /** A revision (`ETag`, `ac-revision`): the write is refused with 412 if there is a newer one. */
  readonly ifMatch?: string | undefined
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly signal?: AbortSignal | undefined
  /** Besides those of every call. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What came back, with the revision it had. */
export type Answer<T> = {
  readonly body: T
  /** As `ifMatch` takes it. */
  readonly revision: string | undefined
  readonly status: number
  readonly headers: Headers
}

/** The one way to the public API: for the account that is signed in, as its user. */
export type ApiClient = {
  readonly accountId: string
  call<T>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>
  /** The body alone. */
  get<T>(path: string, options?: CallOptions): Promise<T>
  /** Whatever it is, such as a file. */
  fetch(method: string, path: string, options?: CallOptions): Promise<Response>
  /** Is told of every call that was answered, for the pages that show what this console just did. */
  onAnswer(listener: (call: AnsweredCall) => void): () => void
}

/** A call as the developer corner shows it: never its body, which may hold what is secret. */
export type AnsweredCall = {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds: number
  readonly requestId: string | undefined
  readonly at: number
}

export function createApiClient(session: Session, offline: string): ApiClient {
  const { accountId } = session
  const listeners = new Set<(call: AnsweredCall) => void>()

  const refuseOffline = (): never => {
    throw new Problem(offline, { status: 0 })
  }

  async function send(method: string, path: string, options: CallOptions, token: string) {
    const { body, ifMatch, query = {}, signal, headers } = options
    const url = new URL(path.replace('{accountId}', encodeURIComponent(accountId)), location.origin)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, `${value}`)
    }
    const began = performance.now()
    const response = await fetch(url, {
      method,
      credentials: 'omit',
      cache: 'no-store',
      signal: signal ?? null,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body === undefined || isRaw(body) ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    }).catch((fault: unknown) => {
      if (signal?.aborted === true) throw fault
      return refuseOffline()
    })
    const told = {
      method,
      path: url.pathname,
      status: response.status,
      milliseconds: performance.now() - began,
      requestId: response.headers.get('x-request-id') ?? undefined,
      at: Date.now(),
    }
    for (const listener of listeners) listener(told)
    return response
  }

  async function ask(method: string, path: string, options: CallOptions = {}): Promise<Response> {
    const goodToken = () => session.token().catch(refuseOffline)
    let token = await goodToken()
    let response = await send(method, path, options, token)
    // A token may end before its time: by a sign-out elsewhere, or a change of the user's rights.
    for (let tries = 0; response.status === 401 && tries < 2; tries += 1) {
      session.refused(token)
      token = await goodToken()
      response = await send(method, path, options, token)
    }
    if (!response.ok) throw await readProblem(response)
    return response
  }

  /** What breaks off, or is no JSON, such as the page of a network that wants to be paid first, is no answer of ours. */
  async function readBody(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
    try {
      const text = await response.text()
      return text === '' ? undefined : JSON.parse(text)
    } catch (fault) {
      if (signal?.aborted === true) throw fault
      return refuseOffline()
    }
  }

  async function call<T>(method: string, path: string, options?: CallOptions): Promise<Answer<T>> {
    const response = await ask(method, path, options)
    const { status, headers } = response
    return {
      body: (await readBody(response, options?.signal)) as T,
      revision: headers.get('etag') ?? headers.get('ac-revision') ?? undefined,
      status,
      headers,
    }
  }

  return {
    accountId,
    call,
    get: async <T>(path: string, options?: CallOptions) =>
      (await call<T>('GET', path, options)).body,
    fetch: ask,
    onAnswer(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function isRaw(body: unknown): body is Blob {
  return body instanceof Blob
}
