import { type Html, html } from '#lib/html.ts'
import { type Brand, brandEmblem } from './brand.ts'
import { frame } from './frame.ts'
import type { Messages } from './messages/messages.ts'

/** Asks whether the user wants to log out: nobody has proved that it was their own application that asked. */
export function confirmLogoutPage(
  messages: Messages,
  page: Brand & {
    readonly userName: string
    readonly sealed: string
  },
): Html {
  const { accountId, accountName, userName, sealed } = page
  const title = messages.logoutTitle(accountName)
  return frame(messages, {
    title,
    emblem: brandEmblem(page),
    body: html`<h1>${title}</h1>
<p class="lead">${messages.logoutLead(userName)}</p>
<form method="post" action="/oidc/${accountId}/confirm-logout">
<input type="hidden" name="flow" value="${sealed}">
<button type="submit" id="confirm-logout">${messages.logOut}</button>
</form>`,
  })
}

/** The end, when there is no application to go back to. */
export function loggedOutPage(messages: Messages, brand: Brand): Html {
  const { accountName } = brand
  return frame(messages, {
    title: messages.loggedOutTitle,
    owner: accountName,
    emblem: brandEmblem(brand),
    body: html`<h1>${messages.loggedOutTitle}</h1>
<p class="lead last" id="logged-out">${messages.loggedOutLead(accountName)}</p>`,
  })
}
