import type { Me } from '@watchword/protocol/api/session.ts'
import { type ApiClient, createApiClient } from '#api/client.ts'
import {
  beginSignIn,
  discover,
  endSignIn,
  noteReturn,
  type PendingSignIn,
  publicOrigin,
  type Tokens,
} from '#api/issuer.ts'
import { recall, remember } from '#api/pending.ts'
import { createSession, handOver, type Session } from '#api/session.ts'
import { trail } from '#api/trail.ts'
import { watchPresence } from '#api/watch-presence.ts'
import { common } from '#messages/common.ts'
import { accountInPath, refusalIn } from './entrance-address.ts'

/** What this page became when it was opened. */
export type Entrance =
  /** Somebody is signed in. */
  | { readonly kind: 'signed'; readonly api: ApiClient; readonly session: Session; readonly me: Me }
  /** Nobody said which account; `unknown`: the one that was said is none. */
  | { readonly kind: 'choose-account'; readonly unknown?: string }
  | { readonly kind: 'refused'; readonly accountId: string; readonly reason: string }
  /** The browser goes elsewhere: to the login page, or this window closes. */
  | { readonly kind: 'leaving' }

const callbackPath = '/console/-/callback'

/** Reads the address that the console was opened at, and signs in. */
export async function enter(): Promise<Entrance> {
  if (location.origin !== publicOrigin) {
    location.replace(`${publicOrigin}${location.pathname}${location.search}${location.hash}`)
    return { kind: 'leaving' }
  }
  if (location.pathname === callbackPath) return comeBack()
  const accountId = accountInPath(location.pathname)
  if (accountId === undefined) return { kind: 'choose-account' }
  return goToSignIn(accountId, `${location.pathname}${location.search}${location.hash}`)
}

async function goToSignIn(accountId: string, returnTo: string): Promise<Entrance> {
  const server = await discover(accountId).catch(() => null)
  if (server === null) return { kind: 'refused', accountId, reason: common.problem.offline }
  if (server === undefined) return { kind: 'choose-account', unknown: accountId }
  const { pending, url } = await beginSignIn(server, { accountId, returnTo, popup: false })
  remember({ ...pending, steps: trail.steps() })
  location.replace(url)
  return { kind: 'leaving' }
}

/** Back from the login page. A stale answer, such as one that is opened twice, starts anew. */
async function comeBack(): Promise<Entrance> {
  const answer = new URLSearchParams(location.search)
  const state = answer.get('state')
  if (state !== null && isPopup(state)) {
    handOver(answer)
    return { kind: 'leaving' }
  }
  const pending = recall(state)
  history.replaceState(null, '', pending?.returnTo ?? '/console')
  if (pending === undefined) return { kind: 'choose-account' }
  const { accountId, steps = [] } = pending
  trail.restore(steps)
  noteReturn()
  const reason = refusalIn(answer)
  if (reason !== undefined) return { kind: 'refused', accountId, reason }
  return signIn(pending, answer)
}

async function signIn(pending: PendingSignIn, answer: URLSearchParams): Promise<Entrance> {
  const { accountId } = pending
  const server = await discover(accountId).catch(() => undefined)
  if (server === undefined) return { kind: 'refused', accountId, reason: common.problem.offline }
  try {
    const tokens: Tokens = await endSignIn(server, pending, answer)
    const session = createSession(server, accountId, tokens)
    const api = createApiClient(session, common.problem.offline)
    api.onAnswer((call) => trail.add({ kind: 'call', ...call }))
    const me = await api.get<Me>('/api/account/{accountId}/watchword/me')
    watchPresence(session, me.idleMinutes)
    return { kind: 'signed', api, session, me }
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : `${fault}`
    return { kind: 'refused', accountId, reason }
  }
}

/** A window beside a page that waits left its memory where all tabs see it. */
function isPopup(state: string): boolean {
  return localStorage.getItem(`watchword.sign-in.${state}`) !== null
}
