import { applicationWords } from './messages.ts'

/** A secret for as long as it is shown, and no longer. */
export type ShownSecret = { readonly clientId: string; readonly secret: string }

/** What is shown of it; `undefined`: nothing. */
export function secretValues(shown: ShownSecret | undefined) {
  const words = applicationWords.secret
  return shown === undefined
    ? undefined
    : [
        { label: words.id, value: shown.clientId },
        { label: words.secret, value: shown.secret },
      ]
}
