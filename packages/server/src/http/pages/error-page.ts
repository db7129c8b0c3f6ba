import { type Html, html } from '#lib/html.ts'
import { frame } from './frame.ts'
import type { Messages } from './messages/messages.ts'

/** Says what happened, what to do, and what to tell whoever can help. Nothing that was sent is repeated. */
export function errorPage(
  messages: Messages,
  page: {
    /** What to do, for whoever sits before it. */
    readonly advice: string
    readonly code: string
    /** For whoever wrote the application. */
    readonly detail: string | undefined
    readonly requestId: string
  },
): Html {
  const { advice, code, detail, requestId } = page
  return frame(messages, {
    title: messages.errorTitle,
    emblem: html`<span class="emblem quiet" aria-hidden="true">!</span>`,
    body: html`<h1>${messages.errorTitle}</h1>
<p class="lead">${advice}</p>
${detail !== undefined && html`<h2>${messages.forDevelopers}</h2><p class="detail" lang="en">${detail}</p>`}
<dl>
<dt>${messages.errorCode}</dt><dd id="error-code">${code}</dd>
<dt>${messages.requestId}</dt><dd id="request-id">${requestId}</dd>
</dl>`,
  })
}
