import type { Manifest } from '@watchword/protocol/api/application.ts'
import type { Told } from '#ui/differences.ts'

/** A manifest told member by member, so that two of them can be laid side by side. */
export function toldOf(manifest: Manifest, labels: Readonly<Record<string, string>>): Told {
  return Object.entries(manifest).map(([name, value]) => [
    (Object.hasOwn(labels, name) ? labels[name] : undefined) ?? name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}

/** Whether two answers say the same, whatever the order of their members. */
export function isSameManifest(one: Manifest, other: Manifest): boolean {
  return ordered(one) === ordered(other)
}

function ordered(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
