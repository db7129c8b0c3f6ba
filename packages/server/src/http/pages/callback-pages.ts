import { type Html, html } from '#lib/html.ts'
import { frame } from './frame.ts'
import type { Messages } from './messages/messages.ts'

/** How a login for a conversation ended. */
export type CallbackEnd = 'kept' | 'refused' | 'expired' | 'failed'

/** The end of a login at the brand, in a window of its own that closes by itself where a script may run. */
export function callbackPage(messages: Messages, end: CallbackEnd, nonce: string): Html {
  const title = end === 'kept' ? messages.callbackDoneTitle : messages.errorTitle
  const lead = {
    kept: messages.callbackDone,
    refused: messages.callbackRefused,
    expired: messages.callbackExpired,
    failed: messages.callbackFailed,
  }[end]
  return frame(messages, {
    title,
    body: html`<h1>${title}</h1>
<p class="lead last" id="callback-${end}">${lead}</p>
${end === 'kept' ? html`<script nonce="${nonce}">window.close()</script>` : undefined}`,
  })
}

/**
 * Hands what an identity provider sent to the window that opened this one, which is a page of ours: to our own origin
 * and no other. `place`: the part of the address that holds it. The address is cleared before anything else.
 */
export function handOverPage(messages: Messages, place: 'search' | 'hash', nonce: string): Html {
  const script = place === 'search' ? fromQuery(nonce) : fromFragment(nonce)
  return frame(messages, {
    title: messages.handOverTitle,
    body: html`<h1>${messages.handOverTitle}</h1>
<p class="lead last" id="hand-over">${messages.handOver}</p>
${script}`,
  })
}

// Nothing of a request is in a script: it reads the address of its own page.
const fromQuery = (nonce: string) =>
  html`<script nonce="${nonce}">const sent=location.search;${handOver}</script>`
const fromFragment = (nonce: string) =>
  html`<script nonce="${nonce}">const sent=location.hash;${handOver}</script>`

const handOver = html`history.replaceState(null,"",location.pathname);if(window.opener){window.opener.postMessage({type:"watchword.callback",parameters:Object.fromEntries(new URLSearchParams(sent.slice(1)))},location.origin);window.close()}`
