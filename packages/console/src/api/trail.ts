/** What this tab did to sign its user in and to call the API. */
export type TrailKind =
  /** The issuer's metadata was read. */
  | 'discovery'
  /** The browser was sent to the login page. */
  | 'authorize'
  /** It came back, with a code or a refusal. */
  | 'callback'
  /** The code was exchanged for tokens. */
  | 'token'
  /** The refresh token was exchanged for new ones. */
  | 'renew'
  | 'call'

/** One step: never a query, a header or a body, which hold codes, tokens and what people typed. */
export type TrailStep = {
  readonly kind: TrailKind
  readonly method: string
  readonly path: string
  /** `undefined`: nobody answered, or it was the browser that went there. */
  readonly status: number | undefined
  readonly milliseconds: number
  readonly requestId: string | undefined
  readonly at: number
}

/** Remembers the steps of a tab, as long as it is open. */
export type Trail = {
  add(step: TrailStep): void
  /** Steps of the page before, which left for the login page: they come first. */
  restore(steps: readonly TrailStep[]): void
  /** Oldest first; another list once there is another step. */
  steps(): readonly TrailStep[]
  subscribe(listener: () => void): () => void
  /** `fetch`, remembered: of the address only its path. */
  fetch(kind: TrailKind): (url: string, init: RequestInit) => Promise<Response>
}

/** The newest of each are kept: calls come by the hundred, and must not push the sign-in out. */
const mostCalls = 100
const mostOthers = 40

export function createTrail(clock: { now(): number; measure(): number }): Trail {
  let kept: readonly TrailStep[] = []
  const listeners = new Set<() => void>()

  function keep(steps: readonly TrailStep[]): void {
    const isCall = ({ kind }: TrailStep) => kind === 'call'
    const calls = new Set(steps.filter(isCall).slice(-mostCalls))
    const others = new Set(steps.filter((step) => !isCall(step)).slice(-mostOthers))
    kept = steps.filter((step) => calls.has(step) || others.has(step))
    for (const listener of listeners) listener()
  }

  return {
    add: (step) => keep([...kept, step]),
    restore: (steps) => keep([...steps, ...kept]),
    steps: () => kept,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    fetch: (kind) => async (url, init) => {
      const [at, began] = [clock.now(), clock.measure()]
      const about = { kind, method: init.method ?? 'GET', path: new URL(url).pathname, at }
      const tell = (answer: Response | undefined) =>
        keep([
          ...kept,
          {
            ...about,
            status: answer?.status,
            milliseconds: clock.measure() - began,
            requestId: answer?.headers.get('x-request-id') ?? undefined,
          },
        ])
      try {
        const response = await fetch(url, init)
        tell(response)
        return response
      } catch (fault) {
        tell(undefined)
        throw fault
      }
    },
  }
}

/** The trail of this tab. */
export const trail = createTrail({ now: () => Date.now(), measure: () => performance.now() })
