import type { AuthorizationServer } from 'oauth4webapi'
import {
  beginSignIn,
  endSignIn,
  isRefusal,
  leave,
  noteReturn,
  renew,
  signOutUrl,
  type Tokens,
} from './issuer.ts'
import { recall, remember } from './pending.ts'

/** A window that came back from the login page says so here, to the page that waits for it. */
const returns = 'watchword.sign-in'
/** An access token is not used for its last seconds: the call must arrive before its end. */
const reserveMs = 20_000

/** `refused`: the server takes the tokens no more. `idle`: nobody was there. */
export type Ending = 'refused' | 'idle'

/** Who is signed in at this page. Tokens live in this closure alone: a reload asks the issuer again. */
export type Session = {
  readonly accountId: string
  /** A token that is good now: renewed, or waited for while the user signs in again. */
  token(): Promise<string>
  /** The server refused that token: it is not used again. */
  refused(token: string): void
  /** Nobody was there for too long: the tokens are given back, and whoever comes must show who they are. */
  endForIdleness(): void
  /** Whether and why the user must sign in again; changes are told to subscribers. */
  ending(): Ending | undefined
  subscribe(listener: () => void): () => void
  /**
   * Opens the login page beside this one. `false`: the browser did not let it. If somebody else signs in, what waits here
   * goes on waiting, and the page starts anew for them.
   */
  signInAgain(): Promise<boolean>
  signOut(): void
}

type Ended = {
  readonly why: Ending
  readonly over: Promise<void>
  readonly resolve: () => void
}

export function createSession(
  server: AuthorizationServer,
  accountId: string,
  first: Tokens,
): Session {
  let tokens: Tokens = first
  let spent: string | undefined
  let renewing: Promise<void> | undefined
  let ended: Ended | undefined
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }

  function isGood(): boolean {
    return tokens.accessToken !== spent && Date.now() < tokens.expiresAt - reserveMs
  }

  function end(why: Ending): Promise<void> {
    if (ended === undefined) {
      const { promise, resolve } = Promise.withResolvers<void>()
      ended = { why, over: promise, resolve }
      tell()
    }
    return ended.over
  }

  function begin(fresh: Tokens): void {
    tokens = fresh
    const before = ended
    ended = undefined
    before?.resolve()
    tell()
  }

  function renewOnce(): Promise<void> {
    renewing ??= renew(server, tokens)
      .then((renewed) => {
        tokens = renewed
      })
      .catch((fault: unknown) => {
        if (isRefusal(fault)) return end('refused')
        throw fault
      })
      .finally(() => {
        renewing = undefined
      })
    return renewing
  }

  // Nobody can use them once the page is gone, so nobody keeps them; a page that comes back starts anew.
  window.addEventListener('pagehide', () => leave(server, tokens))
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload()
  })

  return {
    accountId,
    async token() {
      if (ended !== undefined) await ended.over
      if (!isGood()) await renewOnce()
      return tokens.accessToken
    },
    refused(token) {
      if (token === tokens.accessToken) spent = token
    },
    endForIdleness() {
      if (ended !== undefined) return
      spent = tokens.accessToken
      leave(server, tokens)
      void end('idle')
    },
    ending: () => ended?.why,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async signInAgain() {
      // Opened at once, as the answer to a click; browsers refuse windows that come later.
      const popup = window.open('about:blank', 'watchword-sign-in', 'popup,width=480,height=760')
      if (popup === null) return false
      const about = {
        ...{ accountId, returnTo: location.pathname, popup: true },
        anew: ended?.why === 'idle',
      }
      const { pending, url } = await beginSignIn(server, about)
      remember(pending)
      const answer = answerTo(pending.state)
      popup.location.replace(url)
      const parameters = await answer
      popup.close()
      noteReturn()
      recall(pending.state)
      const fresh = await endSignIn(server, pending, parameters)
      if (fresh.subject === first.subject) begin(fresh)
      else {
        // What was typed, and what is on the page, is not theirs to send or to see.
        leave(server, fresh)
        location.assign(`/console/${accountId}`)
      }
      return true
    },
    signOut() {
      location.assign(signOutUrl(server, tokens))
    },
  }
}

/** Hands the answer of the login page to the page that opened this window. */
export function handOver(answer: URLSearchParams): void {
  const channel = new BroadcastChannel(returns)
  channel.postMessage(answer.toString())
  channel.close()
  window.close()
}

function answerTo(state: string): Promise<URLSearchParams> {
  const channel = new BroadcastChannel(returns)
  return new Promise((resolve) => {
    channel.addEventListener('message', ({ data }) => {
      const answer = new URLSearchParams(typeof data === 'string' ? data : '')
      if (answer.get('state') !== state) return
      channel.close()
      resolve(answer)
    })
  })
}
