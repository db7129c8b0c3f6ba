import { type Html, html, page } from '../html.ts'
import { flows, shopClientId } from '../idp/clients.ts'
import type { Customer } from '../idp/customers.ts'
import { type SwitchGroup, type SwitchName, switchNames, switchOf } from '../idp/switches.ts'

export type ShopPageInput = {
  readonly origin: string
  readonly issuer: string
  readonly customer: Customer | undefined
  readonly on: ReadonlySet<SwitchName>
  /** Whether there is somebody to talk to. */
  readonly hasWatchword: boolean
}

/** The shop: who is logged in, somebody to talk to, and the switches of the identity provider. */
export function shopPage(input: ShopPageInput): string {
  return page(
    'Shop',
    html`<header>
<p class="brand">Larkspur Books</p>
${whoIsThere(input)}
</header>
<main>
<section aria-labelledby="shop-title">
<h1 id="shop-title">Books, slowly</h1>
<p>A shop that does not exist, with an identity provider that can be broken on purpose.
This page does what a brand's page does for the web tag: it defines <code>lpTag.identities</code> and
<code>lpGetAuthenticationToken</code>.</p>
<ul><li>The Patient Gardener</li><li>Maps of Nowhere Much</li><li>A Short History of Waiting</li></ul>
</section>
${conversation(input)}
${control(input)}
</main>`,
    '/page/shop.ts',
  )
}

function whoIsThere({ origin, issuer, customer }: ShopPageInput): Html {
  if (customer === undefined) {
    const parameters = new URLSearchParams({
      client_id: shopClientId,
      response_type: 'none',
      scope: 'openid profile email phone',
      redirect_uri: `${origin}/`,
    })
    return html`<p>Nobody is signed in. <a class="button" href="${issuer}/auth?${parameters.toString()}">Sign in</a></p>`
  }
  const parameters = new URLSearchParams({
    client_id: shopClientId,
    post_logout_redirect_uri: `${origin}/`,
  })
  return html`<p>Signed in as <strong id="customer">${nameOf(customer)}</strong>. <a href="${issuer}/session/end?${parameters.toString()}">Sign out</a></p>`
}

export function nameOf({ firstName, lastName }: Customer): string {
  return `${firstName} ${lastName}`
}

const flowTexts = {
  implicit: ['Implicit', 'the page has an id_token; its key is pasted into the connector'],
  code: ['Code', 'Watchword exchanges it, with a client secret; keys are fetched'],
  pkce: ['Code with PKCE', 'the window holds the verifier; keys are fetched'],
  jwe: ['Implicit, encrypted', 'an id_token inside of a JWE; keys are fetched'],
} as const

function conversation({ customer, hasWatchword }: ShopPageInput): Html {
  const choices = flows.map(
    (flow) => html`
<label><input type="radio" name="flow" value="${flow}" ${flow === 'implicit' ? 'checked' : ''}> ${flowTexts[flow][0]}</label>
<p>${flowTexts[flow][1]}</p>`,
  )
  return html`<section aria-labelledby="talk-title">
<h2 id="talk-title">Talk to us</h2>
<form id="flow"><fieldset class="choices switch"><legend>How the brand vouches for its customer</legend>${choices}</fieldset></form>
${hasWatchword ? talk(customer) : html`<p>There is nobody to talk to: start the demo with <code>npm run demo</code>.</p>`}
</section>`
}

function talk(customer: Customer | undefined): Html {
  return html`<div class="actions">
<button id="talk" type="button">Talk as ${customer === undefined ? 'a customer' : nameOf(customer)}</button>
<button id="talk-anonymously" type="button" class="plain">Talk without a name</button>
<button id="renew" type="button" class="plain" hidden>Renew</button>
<button id="step-up" type="button" hidden>Become known, keep the conversation</button>
<button id="who-am-i" type="button" class="plain">Who am I?</button>
</div>
<p id="step-up-choice" hidden>The customer has talked before.
<button id="step-up-merge" type="button">Make them one</button>
<button id="step-up-keep" type="button" class="plain">Keep them apart</button></p>
<ol id="steps" role="log" aria-label="What happened"></ol>
<dl><dt>Consumer id</dt><dd id="consumer-id">nobody yet</dd></dl>
<details><summary>Consumer token, decoded <span id="token-length"></span></summary><pre id="consumer-token"></pre></details>
<div id="who" hidden>
<h3>Who am I?</h3>
<table><thead><tr><th scope="col">Flow</th><th scope="col">Consumer id</th></tr></thead><tbody id="who-rows"></tbody></table>
<p id="who-verdict" role="status"></p>
</div>`
}

const groupTitles: Readonly<Record<SwitchGroup, string>> = {
  claims: 'What the token says',
  signature: 'How it is signed (one at a time)',
  'key set': 'Where its keys are (one at a time)',
  'token endpoint': 'Where codes are exchanged (one at a time)',
}

function control({ on, hasWatchword }: ShopPageInput): Html {
  const groups = Object.entries(groupTitles).map(
    ([group, title]) =>
      html`<fieldset><legend>${title}</legend>${switchNames
        .filter((name) => switchOf(name).group === group)
        .map((name) => describeSwitch(name, on.has(name)))}</fieldset>`,
  )
  const doctors = flows.map(
    (flow) =>
      html`<button type="button" class="plain" data-doctor="${flow}">Doctor: ${flowTexts[flow][0]}</button>`,
  )
  return html`<section class="wide" aria-labelledby="break-title">
<h2 id="break-title">Break the identity provider</h2>
<p>Flip a switch, then talk: when Watchword refuses, its debugger says which rule failed, and what to change.
The doctor looks at a connector without waiting for a customer.</p>
<div class="actions"><button id="mend" type="button">Mend everything</button>${hasWatchword ? doctors : ''}</div>
<div id="verdict" role="status"></div>
<div class="groups">${groups}</div>
</section>`
}

function describeSwitch(name: SwitchName, isOn: boolean): Html {
  const { title, does, cause } = switchOf(name)
  return html`<div class="switch ${isOn ? 'on' : ''}" data-found-by="${foundBy(name).join(' ')}">
<label><input type="checkbox" data-switch="${name}" aria-describedby="${name}-does" ${isOn ? 'checked' : ''}> ${title}</label>
<p id="${name}-does">${does}</p>
<p class="cause">Look for: ${cause}.</p>
<p class="said"></p>
</div>`
}

/** Names of findings that tell of it; `*` is what the debugger sums up. */
function foundBy(name: SwitchName): readonly string[] {
  const { group, rules } = switchOf(name)
  const named = [rules.pasted, rules.fetched].filter((rule) => rule !== undefined)
  if (name === 'alg-none') return [...named, 'nested']
  if (name.startsWith('clock-')) return [...named, 'key_set_clock', 'token_clock', 'metadata_clock']
  if (group === 'key set') return [...named, 'key_set']
  return group === 'token endpoint' ? ['token', 'client', '*'] : named
}
