import {
  normalizedPassword,
  type PasswordLimits,
  passwordRules,
} from '@watchword/protocol/api/password-rules.ts'

/** Letters and digits that nobody takes for one another. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'
const alphabet = `${letters}23456789`
const groupLength = 6

/** What is made when the policy is not known: long, and of every class. */
export const carefulLimits: PasswordLimits = {
  ...{ minLength: 24, requireLetter: true, requireDigit: true, requireSpecial: true },
  ...{ maxSequential: null, maxOccurrences: null, allowLoginNameInside: false },
}

/**
 * A random password that the policy takes, of at least 24 letters and digits (136 bits), in groups that can be read
 * out. `undefined`: there is none that random letters pass.
 */
export function generatePassword(
  limits: PasswordLimits,
  loginName: string,
  random: (below: number) => number = randomBelow,
): string | undefined {
  const rules = passwordRules(limits, loginName)
  const length = Math.max(24, limits.minLength)
  for (let attempt = 0; attempt < 400; attempt += 1) {
    // Dashes are among the characters that a policy may count: every second one has a single mark instead.
    const characters = Array.from({ length }, () => alphabet[random(alphabet.length)] ?? 'a')
    const password = attempt % 2 === 0 ? grouped(characters) : `${characters.join('')}!`
    if (rules.every(({ isMet }) => isMet(normalizedPassword(password)))) return password
  }
  return undefined
}

function grouped(characters: readonly string[]): string {
  return characters
    .map((one, index) => (index > 0 && index % groupLength === 0 ? `-${one}` : one))
    .join('')
}

/** Each number is as likely as every other: what would favour some is drawn again. */
export function randomBelow(below: number): number {
  const range = 2 ** 32
  const fair = range - (range % below)
  const [drawn] = crypto.getRandomValues(new Uint32Array(1))
  return drawn === undefined || drawn >= fair ? randomBelow(below) : drawn % below
}
