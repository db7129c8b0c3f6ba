import { find, make } from './elements.ts'
import { claimsOf, type Outcome } from './watchword.ts'

/** Where the conversation panel tells what happened. */
export type Panel = {
  say(text: string, kind?: 'step' | 'good' | 'bad'): void
  /** Shows a token that was got, or says the refusal. Answers the token. */
  settle(outcome: Outcome, done: string): string | undefined
}

export function createPanel(): Panel {
  const steps = find('steps', HTMLOListElement)

  function say(text: string, kind: 'step' | 'good' | 'bad' = 'step'): void {
    steps.append(make('li', text, { class: kind }))
    steps.scrollTop = steps.scrollHeight
  }

  return {
    say,
    settle: (outcome, done) => {
      if (outcome.ok) {
        showToken(outcome.token)
        say(done, 'good')
        return outcome.token
      }
      const { status, internalErrorCode, error_description: description } = outcome.refusal
      say(`Refused with ${status}, ${internalErrorCode}: ${description}`, 'bad')
      return undefined
    },
  }
}

function showToken(token: string): void {
  const claims = claimsOf(token)
  find('consumer-id', HTMLElement).textContent = String(claims['sub'])
  find('consumer-token', HTMLElement).textContent = JSON.stringify(claims, undefined, 2)
  find('token-length', HTMLElement).textContent = `${token.length} characters`
}
