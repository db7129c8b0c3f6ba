import { stateOf } from './schedule.ts'
import type { KeyPurpose, StoredSigningKey } from './signing-key.ts'

/** Those that sign, and signed, by purpose; then those that will. */
export function orderKeys(
  keys: readonly StoredSigningKey[],
  purposes: readonly KeyPurpose[],
  now: number,
): readonly StoredSigningKey[] {
  const rank = { signing: 0, kept: 1, next: 2 }
  const placed = keys
    .filter(({ purpose }) => purposes.includes(purpose))
    .map((key) => {
      const state = stateOf(keys, key, now)
      return {
        key,
        isNext: state === 'next',
        place: purposes.indexOf(key.purpose),
        rank: rank[state],
      }
    })
  return placed
    .toSorted(
      (a, b) =>
        Number(a.isNext) - Number(b.isNext) ||
        a.place - b.place ||
        a.rank - b.rank ||
        b.key.signsFrom - a.key.signsFrom,
    )
    .map(({ key }) => key)
}
