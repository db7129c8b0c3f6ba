/**
 * The rules of a login policy that can be judged from a password alone (contract 1 section 7.1), for the server that
 * enforces them and for pages that show them while somebody types. The screen for common passwords is the server's
 * alone. Without schemas, so that a page can import it.
 */

/** What these rules look at. `null`: no limit. */
export type PasswordLimits = {
  readonly minLength: number
  readonly requireLetter: boolean
  readonly requireDigit: boolean
  readonly requireSpecial: boolean
  readonly maxSequential: number | null
  readonly maxOccurrences: number | null
  readonly allowLoginNameInside: boolean
}

/** One rule that holds under a policy. */
export type PasswordRule = {
  readonly name: Exclude<keyof PasswordLimits, 'allowLoginNameInside'> | 'loginName'
  /** The number that the policy gives it; 0 for rules without one. */
  readonly limit: number
  /** Of the form that is hashed (`normalizedPassword`). */
  readonly isMet: (password: string) => boolean
}

/** The form of a password that is counted, compared and hashed: the same on every keyboard. */
export function normalizedPassword(password: string): string {
  return password.normalize('NFKC')
}

/** The special characters of the reference (contract 1 section 7.1). */
const special = /[!"#$%&'()*+,\-./:;<=>?@\\^_`{|}~]/

/** The rules of a policy for whoever logs in by this name, in the order in which they are told. */
export function passwordRules(limits: PasswordLimits, loginName: string): readonly PasswordRule[] {
  const { minLength, maxSequential, maxOccurrences } = limits
  const all: readonly (PasswordRule | undefined)[] = [
    rule('minLength', minLength, (password) => [...password].length >= minLength),
    limits.requireLetter ? rule('requireLetter', 0, (text) => /\p{L}/u.test(text)) : undefined,
    limits.requireDigit ? rule('requireDigit', 0, (text) => /\p{Nd}/u.test(text)) : undefined,
    limits.requireSpecial ? rule('requireSpecial', 0, (text) => special.test(text)) : undefined,
    maxSequential === null
      ? undefined
      : rule('maxSequential', maxSequential, (text) => longestSequence(text) <= maxSequential),
    maxOccurrences === null
      ? undefined
      : rule('maxOccurrences', maxOccurrences, (text) => mostOccurrences(text) <= maxOccurrences),
    limits.allowLoginNameInside
      ? undefined
      : rule('loginName', 0, (text) => !holdsName(text, loginName)),
  ]
  return all.filter((one) => one !== undefined)
}

function rule(
  name: PasswordRule['name'],
  limit: number,
  isMet: PasswordRule['isMet'],
): PasswordRule {
  return { name, limit, isMet }
}

/** A name of one or two letters is inside every other password: it says nothing, unless it is all of it. */
function holdsName(password: string, loginName: string): boolean {
  const folded = password.toLowerCase()
  const name = normalizedPassword(loginName).toLowerCase()
  return name !== '' && (folded === name || (name.length > 2 && folded.includes(name)))
}

/** The longest run of characters whose codes rise by one, or fall by one. */
function longestSequence(password: string): number {
  const codes = [...password].map((character) => character.codePointAt(0) ?? 0)
  let longest = Math.min(codes.length, 1)
  let run = 1
  let direction = 0
  for (const [index, code] of codes.entries()) {
    const step = index === 0 ? 0 : code - (codes[index - 1] ?? 0)
    const goesOn = Math.abs(step) === 1
    run = !goesOn ? 1 : step === direction ? run + 1 : 2
    direction = goesOn ? step : 0
    longest = Math.max(longest, run)
  }
  return longest
}

function mostOccurrences(password: string): number {
  const counts = new Map<string, number>()
  for (const character of password) counts.set(character, (counts.get(character) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}
