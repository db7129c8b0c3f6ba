import {
  type AnonymousIdentity,
  keepAnonymousIdentity,
  readAnonymousIdentity,
} from './anonymous-identity.ts'
import { type ComeInPorts, comeIn, type Flows, flowNames, type Refused } from './come-in.ts'
import { find, make, onClick } from './elements.ts'
import { createPanel } from './panel.ts'
import { flows, type ShopFacts } from './shop-facts.ts'
import { claimsOf, createWatchword, type Side, type StepUp } from './watchword.ts'

type Talk = ComeInPorts & { readonly customer: ShopFacts['customer'] }

/** The plain stand-in for a conversation window. It says each step that it takes. */
export function startConversation(
  facts: ShopFacts & { readonly watchword: Side },
  chosen: Flows,
  onRefused: (refused: Refused) => void,
): void {
  const panel = createPanel()
  const { customer } = facts
  const { connectors } = facts.watchword
  const watchword = createWatchword(facts.watchword)
  const talk: Talk = { watchword, connectors, chosen, panel, onRefused, customer }
  const button = (id: string, run: () => Promise<void>) =>
    onClick(find(id, HTMLButtonElement), run, (problem) => panel.say(problem, 'bad'))

  button('talk', async () => {
    const outcome = await comeIn(talk, chosen.wanted())
    panel.settle(outcome, `You talk as ${customer?.name ?? 'a customer'}.`)
  })
  button('talk-anonymously', () => talkAnonymously(talk, undefined))
  button('renew', () => talkAnonymously(talk, readAnonymousIdentity()))
  button('step-up', () => becomeKnown(talk))
  button('step-up-merge', () => becomeKnown(talk, 'merge'))
  button('step-up-keep', () => becomeKnown(talk, 'keep'))
  button('who-am-i', () => compareFlows(talk))
  showAnonymous(talk)
}

/** As a new anonymous consumer, or again as the one who was there before (contract 3 section 13.5). */
async function talkAnonymously(talk: Talk, previous: AnonymousIdentity | undefined): Promise<void> {
  const { watchword, panel } = talk
  const connectorId = await watchword.anonymousConnector()
  const made = await watchword.anonymous(previous?.external)
  if (!made.ok) {
    panel.settle(made, '')
    return
  }
  panel.say(previous ? 'The anonymous identity is renewed.' : 'An anonymous identity is made.')
  const outcome = await watchword.authenticate(connectorId, { id_token: made.token })
  const token = panel.settle(outcome, 'You talk without a name.')
  if (token === undefined) return
  keepAnonymousIdentity({ external: made.token, consumerToken: token })
  showAnonymous(talk)
}

function showAnonymous({ customer }: Talk): void {
  const kept = readAnonymousIdentity()
  find('renew', HTMLButtonElement).hidden = kept === undefined
  find('step-up', HTMLButtonElement).hidden = kept === undefined || customer === undefined
  find('step-up-choice', HTMLElement).hidden = true
}

/** The anonymous consumer of this tab becomes the customer who is signed in (contract 3 section 13.7). */
async function becomeKnown(talk: Talk, merge?: StepUp['merge']): Promise<void> {
  const { chosen, panel, customer } = talk
  const kept = readAnonymousIdentity()
  if (kept === undefined) throw new Error('There is nobody to become known.')
  const outcome = await comeIn(talk, chosen.wanted(), {
    step_up_from: kept.consumerToken,
    ...(merge !== undefined && { merge }),
  })
  if (!outcome.ok && outcome.refusal.status === 409) {
    find('step-up-choice', HTMLElement).hidden = false
    panel.say('This customer is known already: choose what becomes of the two.', 'bad')
    return
  }
  if (panel.settle(outcome, `You are known now, as ${customer?.name}.`) === undefined) return
  keepAnonymousIdentity(undefined)
  showAnonymous(talk)
}

/** Comes in by every flow, and shows whom each came to. */
async function compareFlows(talk: Talk): Promise<void> {
  const rows = find('who-rows', HTMLTableSectionElement)
  rows.replaceChildren()
  const ids: string[] = []
  for (const flow of flows) {
    const outcome = await comeIn(talk, flow)
    const id = outcome.ok ? String(claimsOf(outcome.token)['sub']) : 'refused'
    if (outcome.ok) ids.push(id)
    rows.append(rowOf(flowNames[flow], id))
  }
  const named = await askServer()
  if (named !== undefined) ids.push(named)
  rows.append(rowOf("The shop's server, by ConsumerJWS", named ?? 'refused'))
  const isOne = ids.length === flows.length + 1 && new Set(ids).size === 1
  const verdict = isOne ? 'One person: the same id by every way.' : 'Not every way came to one id.'
  find('who-verdict', HTMLElement).textContent = verdict
  find('who', HTMLElement).hidden = false
}

function rowOf(name: string, id: string): HTMLTableRowElement {
  return make('tr', [make('th', name, { scope: 'row' }), make('td', id)])
}

/** Whom the shop's server names, without any token of the customer (contract 3 section 8.6). */
async function askServer(): Promise<string | undefined> {
  const response = await fetch('/named-consumer', { method: 'POST' })
  if (!response.ok) return undefined
  const { id } = (await response.json()) as { readonly id: string }
  return id
}
