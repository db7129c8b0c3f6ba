import { type Html, html } from '#lib/html.ts'
import { type Brand, brandEmblem } from './brand.ts'
import { fault, faulty, frame } from './frame.ts'
import type { Messages } from './messages/messages.ts'

/** What the page for a password that must be changed shows. */
export type ChangePasswordPage = Brand & {
  readonly sealed: string
  readonly userName: string
  readonly reason: string
  readonly refusal: { readonly text: string; readonly at: 'password' | 'new-password' } | undefined
}

/** The old password once more: it is never carried from one page to the next. */
export function changePasswordPage(messages: Messages, page: ChangePasswordPage): Html {
  const { accountId, accountName, sealed, userName, reason, refusal } = page
  const oldIsWrong = refusal?.at === 'password'
  const newIsWrong = refusal?.at === 'new-password'
  return frame(messages, {
    title: messages.changeTitle,
    owner: accountName,
    emblem: brandEmblem(page),
    body: html`<h1>${messages.changeTitle}</h1>
<p class="lead">${reason}</p>
<form method="post" action="/oidc/${accountId}/change-password">
<input type="hidden" name="flow" value="${sealed}">
${fault(refusal?.text)}
<label for="username">${messages.userName}</label>
<input id="username" name="username" type="text" value="${userName}" autocomplete="username" readonly>
<label for="password">${messages.currentPassword}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required
  ${faulty(oldIsWrong)} ${!newIsWrong && html`autofocus`}>
<label for="new-password">${messages.newPassword}</label>
<input id="new-password" name="new-password" type="password" autocomplete="new-password" required
  ${faulty(newIsWrong)} ${newIsWrong && html`autofocus`}>
<label for="repeat-password">${messages.repeatPassword}</label>
<input id="repeat-password" name="repeat-password" type="password" autocomplete="new-password" required
  ${faulty(newIsWrong)}>
<button type="submit" id="change-password">${messages.changePassword}</button>
</form>`,
  })
}
