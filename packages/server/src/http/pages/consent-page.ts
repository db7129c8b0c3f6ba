import { describeScope } from '@watchword/protocol/oauth2/scopes.ts'
import { allRights } from '#domain/authorization/scopes-to-allow.ts'
import { type Html, html } from '#lib/html.ts'
import { frame, monogram } from './frame.ts'
import type { Messages } from './messages/messages.ts'

/** What the consent page shows. */
export type ConsentPage = {
  readonly accountId: string
  readonly accountName: string
  readonly applicationName: string
  /** Its picture, if it may be shown. */
  readonly logo: string | undefined
  readonly userName: string
  readonly scopes: readonly string[]
  readonly sealed: string
}

/** Asks whether an application may do what it asked for, in plain words. To allow is the first button. */
export function consentPage(messages: Messages, page: ConsentPage): Html {
  const { accountId, accountName, applicationName, logo, userName, scopes, sealed } = page
  return frame(messages, {
    title: messages.consentTitle(applicationName),
    owner: accountName,
    emblem:
      logo === undefined
        ? monogram(applicationName)
        : html`<img class="emblem" src="${logo}" alt="" width="44" height="44">`,
    body: html`<h1>${messages.consentTitle(applicationName)}</h1>
<p class="lead">${messages.consentLead(accountName)}</p>
<ul class="scopes">
${scopes.map((scope) => scopeItem(messages, scope))}
</ul>
<form method="post" action="/oidc/${accountId}/consent">
<input type="hidden" name="flow" value="${sealed}">
<button type="submit" id="allow" name="answer" value="allow">${messages.allow}</button>
<button type="submit" id="deny" name="answer" value="deny" class="quiet">${messages.deny}</button>
</form>
<p class="note">${messages.signedInAs(userName)}. ${messages.consentKept}</p>`,
  })
}

function scopeItem(messages: Messages, scope: string): Html {
  if (scope === allRights) return html`<li class="all">${messages.allRights}</li>`
  const known = messages.scopes[scope]
  // The catalogue is in English, and is to be read out as such.
  return known === undefined
    ? html`<li lang="en">${describeScope(scope)}</li>`
    : html`<li>${known}</li>`
}
