import { allRights } from '#domain/authorization/scopes-to-allow.ts'
import { type Html, html } from '#lib/html.ts'
import { type Brand, brandEmblem } from './brand.ts'
import { frame, monogram } from './frame.ts'
import { describeScopes } from './messages/describe-scopes.ts'
import type { Messages } from './messages/messages.ts'

/** What the consent page shows. */
export type ConsentPage = Brand & {
  readonly applicationName: string
  /** Its picture, if it may be shown. */
  readonly logo: string | undefined
  readonly userName: string
  readonly scopes: readonly string[]
  /** The host that the browser goes to in the end; `undefined`: an application on the user's own machine. */
  readonly leadsTo: string | undefined
  readonly sealed: string
}

/** Asks whether an application may do what it asked for, in plain words. To allow is the first button. */
export function consentPage(messages: Messages, page: ConsentPage): Html {
  const { accountId, accountName, applicationName, userName, scopes, leadsTo, sealed } = page
  const named = scopes.filter((scope) => scope !== allRights)
  return frame(messages, {
    title: messages.consentTitle(applicationName),
    owner: accountName,
    emblem: html`<div class="emblems">${page.accountLogo !== undefined && brandEmblem(page)}${applicationEmblem(page)}</div>`,
    body: html`<h1>${messages.consentTitle(applicationName)}</h1>
<p class="lead">${messages.consentLead(accountName)}</p>
<ul class="scopes">
${scopes.includes(allRights) && html`<li class="all">${messages.allRights}</li>`}
${describeScopes(messages, named).map((text) => html`<li>${text}</li>\n`)}
</ul>
<form method="post" action="/oidc/${accountId}/consent">
<input type="hidden" name="flow" value="${sealed}">
<button type="submit" id="allow" name="answer" value="allow">${messages.allow}</button>
<button type="submit" id="deny" name="answer" value="deny" class="quiet">${messages.deny}</button>
</form>
<p class="note">${messages.signedInAs(userName)}. ${leadsTo !== undefined && messages.leadsTo(leadsTo)} ${messages.consentKept}</p>`,
  })
}

function applicationEmblem({ applicationName, logo }: ConsentPage): Html {
  if (logo === undefined) return monogram(applicationName)
  return html`<img class="emblem" src="${logo}" alt="" width="44" height="44">`
}
