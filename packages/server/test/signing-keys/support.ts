import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import { createInstanceKeys } from '#domain/sealing/instance-keys.ts'
import { createSigningKeys } from '#domain/signing-keys/create-signing-keys.ts'
import type { EncryptionKeys } from '#domain/signing-keys/encryption-keys.ts'
import type { KeyPorts } from '#domain/signing-keys/key-ports.ts'
import type { KeyOwner, SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import { keepAllKeysUp } from '#domain/signing-keys/upkeep.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import { fixedMasterKeys } from '../support/master-keys.ts'

export const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
export const rotationMs = 90 * day

/** Signing keys as one process has them: its own caches, over a storage that others may share. */
export type KeyProcess = SigningKeys &
  EncryptionKeys & {
    readonly ports: KeyPorts
    /** What the timer does. */
    upkeep(): Promise<void>
  }

export function startProcess(storage: Storage, clock: Clock): KeyProcess {
  const masterKeys = fixedMasterKeys()
  const ports = {
    storage,
    dataKeys: createDataKeys({ storage, masterKeys }),
    instanceKeys: createInstanceKeys({ storage, masterKeys }),
    clock,
    rotationMs,
    onChange: () => {},
    onFault: (fault: unknown) => {
      throw fault
    },
  }
  return { ...createSigningKeys(ports), ports, upkeep: () => keepAllKeysUp(ports) }
}

export const zone: KeyOwner = { kind: 'zone', zone: 'local' }

export function ownerOf(accountId: AccountId): KeyOwner {
  return { kind: 'account', accountId }
}

export function headerOf(token: string): { readonly kid: string; readonly alg: string } {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
}

/** Seconds, as `exp` has them. */
export function secondsFrom(clock: Clock, milliseconds: number): number {
  return Math.floor((clock.now() + milliseconds) / 1000)
}
