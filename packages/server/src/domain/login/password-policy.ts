import { type PasswordRule, passwordRules } from '@watchword/protocol/api/password-rules.ts'
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
  const unmet = passwordRules(policy, context.loginName).filter(({ isMet }) => !isMet(normal))
  const holdsName = unmet.some(({ name }) => name === 'loginName')
  return [
    ...unmet.map(({ name, limit }) => faultOf[name](limit)),
    ...(holdsName ? [] : nameFaults(policy, context, normal)),
    ...(policy.screenCommon && isEasilyGuessed(normal, isCommon)
      ? ['is among the passwords that are tried first; choose another']
      : []),
  ]
}

/** What is said of a password that does not meet a rule. */
const faultOf: Readonly<Record<PasswordRule['name'], (limit: number) => string>> = {
  minLength: (limit) => `needs at least ${limit} characters`,
  requireLetter: () => 'needs a letter',
  requireDigit: () => 'needs a digit',
  requireSpecial: () =>
    'needs one of ! " # $ % & \' ( ) * + , - . / : ; < = > ? @ \\ ^ _ ` { | } ~',
  maxSequential: (limit) => `has more than ${limit} characters in sequence, such as abc or 321`,
  maxOccurrences: (limit) => `has one character more than ${limit} times`,
  loginName: () => 'must not contain the login name',
}

function nameFaults(
  policy: LoginPolicy,
  context: PasswordContext,
  password: string,
): readonly string[] {
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
