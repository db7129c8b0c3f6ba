import type { SigningKeyView } from '@watchword/protocol/api/signing-key.ts'
import { listKeys, type ScheduledKey } from '#domain/signing-keys/manage-keys.ts'
import type { KeyOwner } from '#domain/signing-keys/signing-keys.ts'

/** An owner's keys as they are told; also by the command line. */
export async function describeKeys(
  ports: Parameters<typeof listKeys>[0],
  owner: KeyOwner,
): Promise<{ readonly keys: SigningKeyView[] }> {
  return { keys: (await listKeys(ports, owner)).map(describeKey) }
}

function describeKey({ key, state, rotatesAt }: ScheduledKey): SigningKeyView {
  const { kid, purpose, algorithm, createdAt, signsFrom, signsUntil, neededUntil } = key
  return {
    kid,
    purpose,
    algorithm,
    state,
    publishedAt: moment(createdAt),
    signsFrom: moment(signsFrom),
    ...(signsUntil === undefined ? {} : { signsUntil: moment(signsUntil) }),
    ...(neededUntil === 0 ? {} : { neededUntil: moment(neededUntil) }),
    ...(rotatesAt === undefined ? {} : { rotatesAt: moment(rotatesAt) }),
  }
}

function moment(at: number): string {
  return new Date(at).toISOString()
}
