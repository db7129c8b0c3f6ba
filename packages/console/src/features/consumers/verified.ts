import type { Consumer } from '@watchword/protocol/api/consumer.ts'
import { membersAt } from '#ui/member-path.ts'

/** A value that is known of a consumer, as it is shown. */
export type KnownValue = {
  readonly path: string
  readonly value: string
  /** Where it came from, and as of when; `undefined`: nobody vouches for it. */
  readonly vouched:
    | { readonly issuer: string; readonly source: string; readonly at: string }
    | undefined
}

/** What somebody vouches for, by its path. */
export function verifiedValues({ verified }: Pick<Consumer, 'verified'>): readonly KnownValue[] {
  return verified
    .map(({ path, value, issuer, source, at }) => ({
      ...{ path, value: textOf(value) },
      vouched: { issuer, source, at },
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

/** What the consumer's page or an application said: nobody vouches for any of it. */
export function unverifiedValues(sdes: readonly object[]): readonly KnownValue[] {
  return sdes.flatMap((sde, index) => {
    const { type, ...rest } = sde as { readonly type?: unknown }
    return flatten(rest, '').map(({ path, value }) => ({
      path: path === '' ? `${index + 1} ${textOf(type)}` : `${index + 1} ${path}`,
      value,
      vouched: undefined,
    }))
  })
}

function flatten(part: unknown, path: string): readonly { path: string; value: string }[] {
  if (typeof part !== 'object' || part === null) return [{ path, value: textOf(part) }]
  const members = membersAt(path, part)
  if (members.length === 0) return [{ path, value: Array.isArray(part) ? '[]' : '{}' }]
  return members.flatMap(([at, member]) => flatten(member, at))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
