/** What is kept of signing keys: an account's, and those of the whole instance. Part of the storage port. */
import type { KeyPurpose, StoredSigningKey } from '#domain/signing-keys/signing-key.ts'
import type { KeyOwner } from '#domain/signing-keys/signing-keys.ts'

/** Keys of zones belong to no account; all zones of an instance share them. */
export type SigningKeyReader = {
  /** Every key that is published, by when it begins to sign. */
  list(owner: KeyOwner): Promise<readonly StoredSigningKey[]>
  /**
   * Owners of keys for which something is to be done: those of a purpose among `rotating` without a successor that
   * began to sign before its `signsBefore`, and those with one, which signs already, that nothing needs since
   * `neededBefore`.
   */
  dueOwners(
    now: number,
    before: {
      readonly rotating: readonly { readonly purpose: KeyPurpose; readonly signsBefore: number }[]
      readonly neededBefore: number
    },
    limit: number,
  ): Promise<readonly KeyOwner[]>
}

/** Whatever changes which keys there are, and which of them signs, announces the account, or everything. */
export type SigningKeyWriter = SigningKeyReader & {
  /** Adds the first key of a line. `exists`: somebody else did (or the `kid` was used before). */
  insert(owner: KeyOwner, key: StoredSigningKey): Promise<'inserted' | 'exists'>
  /** Adds the key that follows another one from `key.signsFrom` on; `false`: that has a successor already. */
  succeed(owner: KeyOwner, kid: string, key: StoredSigningKey): Promise<boolean>
  /** Moves the time at which a successor takes over to an earlier one; `false`: it has taken over by then. */
  hasten(
    owner: KeyOwner,
    keys: { readonly kid: string; readonly successor: string },
    at: number,
  ): Promise<boolean>
  /** Keeps it at least until then. `false`: it was retired; nothing may be signed with it any more. */
  keepUntil(owner: KeyOwner, kid: string, until: number): Promise<boolean>
  /**
   * Drops a key whose successor signs since `signsUntilBefore`, and that nothing needs since `neededBefore`
   * (`undefined`: whoever needs it). `false`: there is no such key, or it is not the time.
   */
  retire(
    owner: KeyOwner,
    kid: string,
    when: { readonly signsUntilBefore: number; readonly neededBefore: number | undefined },
  ): Promise<boolean>
}
