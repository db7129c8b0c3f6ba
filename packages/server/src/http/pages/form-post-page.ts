import type { ResponseParameters } from '@watchword/protocol/oauth2/authorization-response.ts'
import { type Html, html } from '#lib/html.ts'
import { frame } from './frame.ts'
import type { Messages } from './messages/messages.ts'

/**
 * Carries a response to the application in a form (OAuth 2.0 Form Post Response Mode). The form sends itself by
 * the one script there is on our pages; where no script runs, the button does it. `redirectUri` was registered
 * and compared, and is of no scheme that runs anything.
 */
export function formPostPage(
  messages: Messages,
  page: {
    readonly redirectUri: string
    readonly parameters: ResponseParameters
    readonly nonce: string
  },
): Html {
  return frame(messages, {
    title: messages.forwardTitle,
    body: html`<h1>${messages.forwardTitle}</h1>
<p class="lead">${messages.forwardLead}</p>
<form method="post" action="${page.redirectUri}">
${page.parameters.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)}
<button type="submit" id="continue">${messages.forward}</button>
</form>
<script nonce="${page.nonce}">document.forms[0].submit()</script>`,
  })
}
