import { actorOf, type Caller, isAdministrator, mayUseScope, type Origin } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { KeyAsk } from './manage-keys.ts'

/** Permission packages of API keys (contract 1 §3.3): to administer them, and to see them. */
const administerKeys = 10_006
const viewKeys = 40_008
/** "Authentication server" (contract 1 §5): to look into how others prove who they are. */
const authenticationServer = 40_012

/** Refuses who may not see keys. What a key or an application may read was demanded at the door. */
export function requireKeyReader(caller: Caller): void {
  if (caller.kind !== 'user') return
  if (caller.packages.has(administerKeys) || caller.packages.has(viewKeys)) return
  throw new DomainError(
    'forbidden',
    `This needs a profile with the permission package ${viewKeys} or ${administerKeys} (API keys).`,
  )
}

/** Whether a caller may ask why signed requests are refused (contract, our decisions). */
export function mayExplain(caller: Caller): boolean {
  return (
    caller.kind === 'user' && (isAdministrator(caller) || caller.packages.has(authenticationServer))
  )
}

/** Refuses who may not ask why signed requests are refused. */
export function requireExplainer(caller: Caller): void {
  if (mayExplain(caller)) return
  throw new DomainError(
    'forbidden',
    `This needs a profile with the permission package ${authenticationServer} (Authentication server), or of the role Administrator.`,
  )
}

/**
 * Whether a caller may be told the secrets of all keys (contract, our decisions). A token that may only read
 * keys is not: with the secrets it could do whatever the keys may.
 */
export function mayReadSecrets(caller: Caller): boolean {
  if (caller.kind !== 'user' || !mayUseScope(caller, 'app-keys:write')) return false
  return isAdministrator(caller) && caller.packages.has(administerKeys)
}

/** In whose name a key is changed; refuses whoever may not. A key changes no keys, whatever it may read. */
export function writerAsk(caller: Caller, origin: Origin): KeyAsk {
  if (caller.kind !== 'user' || !caller.packages.has(administerKeys)) {
    throw new DomainError(
      'forbidden',
      `This needs a profile with the permission package ${administerKeys} (API key administration).`,
    )
  }
  return {
    accountId: caller.accountId,
    actor: actorOf(caller, origin),
    requestId: origin.requestId,
  }
}
