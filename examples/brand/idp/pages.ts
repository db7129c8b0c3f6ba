import { Html, html, page } from '../html.ts'
import { customers } from './customers.ts'

/** Who wants to be who: the demo has no passwords. */
export function loginPage(action: string): string {
  const people = customers.map(
    ({ id, firstName, lastName, tier }) => html`
<button name="customer" value="${id}">${firstName} ${lastName}<small> ${tier}</small></button>`,
  )
  return page(
    'Sign in',
    html`<main class="narrow">
<h1>Sign in to Larkspur Books</h1>
<p>This is the brand's own identity provider. Its customers are made up, so it asks for no password.</p>
<form method="post" action="${action}" class="people">${people}</form>
</main>`,
  )
}

/** Asks once more; `form` is the identity provider's own, with its id. */
export function logoutPage(form: string): string {
  return page(
    'Sign out',
    html`<main class="narrow">
<h1>Sign out of Larkspur Books?</h1>
<p>The identity provider tells everybody it has vouched to, Watchword too.</p>
${new Html(form)}
<p><button form="op.logoutForm" name="logout" value="yes">Sign out</button> <a href="/">Stay</a></p>
</main>`,
  )
}

/** What went wrong, in words of the identity provider. */
export function errorPage(title: string, message: string): string {
  return page(
    title,
    html`<main class="narrow"><h1>${title}</h1><p>${message}</p><p><a href="/">Back to the shop</a></p></main>`,
  )
}
