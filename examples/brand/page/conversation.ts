import {
  type AnonymousIdentity,
  keepAnonymousIdentity,
  readAnonymousIdentity,
} from './anonymous-identity.ts'
import { find, make, onClick } from './elements.ts'
import { reportedIdentities } from './lp-tag.ts'
import { type Flow, flows, type ShopFacts } from './shop-facts.ts'
import { supplyToken } from './supply-token.ts'
import {
  type Credentials,
  claimsOf,
  createWatchword,
  type Outcome,
  type Refusal,
  type Side,
  type StepUp,
} from './watchword.ts'

/** A consumer who was refused: what the debugger is asked about. */
export type Refused = {
  readonly connectorId: number
  readonly credentials: Credentials
  readonly refusal: Refusal
}

export type Flows = { wanted(): Flow; want(flow: Flow): void }

const flowNames: Readonly<Record<Flow, string>> = {
  implicit: 'Implicit',
  code: 'Code',
  pkce: 'Code with PKCE',
  jwe: 'Implicit, encrypted',
}

/** The plain stand-in for a conversation window. It says each step that it takes. */
export function startConversation(
  facts: ShopFacts & { readonly watchword: Side },
  chosen: Flows,
  onRefused: (refused: Refused) => void,
): void {
  const { connectors } = facts.watchword
  const watchword = createWatchword(facts.watchword)
  const steps = find('steps', HTMLOListElement)

  function say(text: string, kind: 'step' | 'good' | 'bad' = 'step'): void {
    steps.append(make('li', text, { class: kind }))
    steps.scrollTop = steps.scrollHeight
  }
  const button = (id: string, run: () => Promise<void>) =>
    onClick(find(id, HTMLButtonElement), run, (problem) => say(problem, 'bad'))

  function show(token: string): void {
    const claims = claimsOf(token)
    find('consumer-id', HTMLElement).textContent = String(claims['sub'])
    find('consumer-token', HTMLElement).textContent = JSON.stringify(claims, undefined, 2)
    find('token-length', HTMLElement).textContent = `${token.length} characters`
  }

  function settle(outcome: Outcome, done: string): string | undefined {
    if (outcome.ok) {
      show(outcome.token)
      say(done, 'good')
      return outcome.token
    }
    const { status, internalErrorCode, error_description: description } = outcome.refusal
    say(`Refused with ${status}, ${internalErrorCode}: ${description}`, 'bad')
    return undefined
  }

  /** The whole way of a consumer whom the brand vouches for, by one flow. */
  async function authenticate(flow: Flow, stepUp?: StepUp): Promise<Outcome> {
    chosen.want(flow)
    const [identity] = await reportedIdentities()
    say(
      identity
        ? `The page reports ${identity.sub} of ${identity.iss}.`
        : 'The page reports nobody.',
    )
    say(`The Domain API says that idp is at ${await watchword.baseOf('idp')}.`)
    const kind = flow === 'code' || flow === 'pkce' ? 'code' : 'id_token'
    const credentials = await supplyToken('lpGetAuthenticationToken', kind, flow === 'pkce')
    say(`The page supplies ${'code' in credentials ? 'a code' : 'an id_token'}.`)
    const connectorId = connectors[flow]
    const outcome = await watchword.authenticate(connectorId, { ...credentials, ...stepUp })
    say(`Authenticate v3 on connector ${connectorId}, ${flowNames[flow]}.`)
    if (!outcome.ok) onRefused({ connectorId, credentials, refusal: outcome.refusal })
    return outcome
  }

  async function speakAnonymously(previous: AnonymousIdentity | undefined): Promise<void> {
    const connectorId = await watchword.anonymousConnector()
    const made = await watchword.anonymous(previous?.external)
    say(previous ? 'The anonymous identity is renewed.' : 'An anonymous identity is made.')
    if (!made.ok) return void settle(made, '')
    const outcome = await watchword.authenticate(connectorId, { id_token: made.token })
    const token = settle(outcome, 'You talk without a name.')
    if (token === undefined) return
    keepAnonymousIdentity({ external: made.token, consumerToken: token })
    showAnonymous()
  }

  function showAnonymous(): void {
    const kept = readAnonymousIdentity()
    find('renew', HTMLButtonElement).hidden = kept === undefined
    find('step-up', HTMLButtonElement).hidden = kept === undefined || facts.customer === undefined
    find('step-up-choice', HTMLElement).hidden = true
  }

  async function stepUp(merge?: StepUp['merge']): Promise<void> {
    const kept = readAnonymousIdentity()
    if (kept === undefined) throw new Error('There is nobody to become known.')
    const outcome = await authenticate(chosen.wanted(), {
      step_up_from: kept.consumerToken,
      ...(merge !== undefined && { merge }),
    })
    if (!outcome.ok && outcome.refusal.status === 409) {
      find('step-up-choice', HTMLElement).hidden = false
      say('This customer is known already: choose what becomes of the two.', 'bad')
      return
    }
    if (settle(outcome, `You are known now, as ${facts.customer?.name}.`) === undefined) return
    keepAnonymousIdentity(undefined)
    showAnonymous()
  }

  async function compareFlows(): Promise<void> {
    const rows = find('who-rows', HTMLTableSectionElement)
    rows.replaceChildren()
    const ids: string[] = []
    for (const flow of flows) {
      const outcome = await authenticate(flow)
      const id = outcome.ok ? String(claimsOf(outcome.token)['sub']) : 'refused'
      if (outcome.ok) ids.push(id)
      rows.append(make('tr', [make('th', flowNames[flow], { scope: 'row' }), make('td', id)]))
    }
    const isOne = ids.length === flows.length && new Set(ids).size === 1
    const verdict = isOne
      ? 'One person: the same id by every flow.'
      : 'Not every flow came to one id.'
    find('who-verdict', HTMLElement).textContent = verdict
    find('who', HTMLElement).hidden = false
  }

  button('talk', async () => {
    settle(
      await authenticate(chosen.wanted()),
      `You talk as ${facts.customer?.name ?? 'a customer'}.`,
    )
  })
  button('talk-anonymously', () => speakAnonymously(undefined))
  button('renew', () => speakAnonymously(readAnonymousIdentity()))
  button('step-up', () => stepUp())
  button('step-up-merge', () => stepUp('merge'))
  button('step-up-keep', () => stepUp('keep'))
  button('who-am-i', compareFlows)
  showAnonymous()
}
