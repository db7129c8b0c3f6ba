import type { LoginPolicy } from '#domain/accounts/settings.ts'
import { maxPasswordBytes, normalizePassword } from '#lib/password-hash/password-hasher.ts'
import { isEasilyGuessed, wordBehind } from './password-screening.ts'

/** Names that a password must not be made of. */
export type PasswordContext = {
  readonly loginName: string
  readonly accountId: string
  readonly accountName: string
}

/**
 * What is wrong with a new password under a policy (contract 1 section 7.1): every fault, each in words
 * that complete "The password …". Length is counted in characters of the form that is hashed.
 */
export function checkNewPassword(
  policy: LoginPolicy,
  context: PasswordContext,
  password: string,
  isCommon: (entry: string) => boolean,
): readonly string[] {
  const normal = normalizePassword(password)
  if (Buffer.byteLength(normal) > maxPasswordBytes) {
    return [`is longer than ${maxPasswordBytes} bytes`]
  }
  return [
    ...lengthFaults(policy, normal),
    ...classFaults(policy, normal),
    ...patternFaults(policy, normal),
    ...nameFaults(policy, context, normal),
    ...(policy.screenCommon && isEasilyGuessed(normal, isCommon)
      ? ['is among the passwords that are tried first; choose another']
      : []),
  ]
}

function lengthFaults({ minLength }: LoginPolicy, password: string): readonly string[] {
  return [...password].length < minLength ? [`needs at least ${minLength} characters`] : []
}

/** The special characters of the reference (contract 1 section 7.1). */
const special = /[!"#$%&'()*+,\-./:;<=>?@\\^_`{|}~]/

function classFaults(policy: LoginPolicy, password: string): readonly string[] {
  return [
    ...(policy.requireLetter && !/\p{L}/u.test(password) ? ['needs a letter'] : []),
    ...(policy.requireDigit && !/\p{Nd}/u.test(password) ? ['needs a digit'] : []),
    ...(policy.requireSpecial && !special.test(password)
      ? ['needs one of ! " # $ % & \' ( ) * + , - . / : ; < = > ? @ \\ ^ _ ` { | } ~']
      : []),
  ]
}

function patternFaults(policy: LoginPolicy, password: string): readonly string[] {
  const { maxSequential, maxOccurrences } = policy
  return [
    ...(maxSequential !== null && longestSequence(password) > maxSequential
      ? [`has more than ${maxSequential} characters in sequence, such as abc or 321`]
      : []),
    ...(maxOccurrences !== null && mostOccurrences(password) > maxOccurrences
      ? [`has one character more than ${maxOccurrences} times`]
      : []),
  ]
}

function nameFaults(
  policy: LoginPolicy,
  context: PasswordContext,
  password: string,
): readonly string[] {
  const folded = password.toLowerCase()
  const loginName = normalizePassword(context.loginName).toLowerCase()
  // A name of one or two letters is inside every other password: it says nothing.
  const inside = folded === loginName || (loginName.length > 2 && folded.includes(loginName))
  if (inside && !policy.allowLoginNameInside) return ['must not contain the login name']
  if (!policy.screenCommon) return []
  const names = [
    'watchword',
    context.accountName,
    context.accountId,
    ...(policy.allowLoginNameInside ? [] : [context.loginName.split('@', 1)[0] ?? '']),
  ]
  const word = wordBehind(password, names)
  return word === undefined ? [] : [`is little more than "${word}"`]
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
