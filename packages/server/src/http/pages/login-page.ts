import { type Html, html } from '#lib/html.ts'
import { type Brand, brandEmblem } from './brand.ts'
import { fault, faulty, frame } from './frame.ts'
import type { Messages } from './messages/messages.ts'

/** What the login page shows. */
export type LoginPage = Brand & {
  readonly applicationName: string
  readonly sealed: string
  readonly userName: string
  /** What was wrong with the last try. */
  readonly refusal: string | undefined
}

/** User name and password in one form on one page, so that every password manager knows what to do. */
export function loginPage(messages: Messages, page: LoginPage): Html {
  const { accountId, accountName, applicationName, sealed, userName, refusal } = page
  const refused = refusal !== undefined
  const nameFirst = userName === ''
  return frame(messages, {
    title: messages.signInTitle,
    owner: accountName,
    emblem: brandEmblem(page),
    body: html`<h1>${messages.signInTo(accountName)}</h1>
<p class="lead">${messages.toContinueTo(applicationName)}</p>
<form method="post" action="/oidc/${accountId}/login">
<input type="hidden" name="flow" value="${sealed}">
${fault(refusal)}
<label for="username">${messages.userName}</label>
<input id="username" name="username" type="text" value="${userName}" autocomplete="username"
  autocapitalize="none" autocorrect="off" spellcheck="false" required maxlength="320"
  ${faulty(refused)} ${nameFirst && html`autofocus`}>
<label for="password">${messages.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required
  ${faulty(refused)} ${!nameFirst && html`autofocus`}>
<button type="submit" id="sign-in">${messages.signIn}</button>
</form>`,
  })
}
