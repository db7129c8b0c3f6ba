import { Problem } from '#api/problem.ts'

/** The engagements that a refusal to delete names; none, if it was refused for something else. */
export function usesOf(fault: unknown): readonly string[] {
  if (!(fault instanceof Problem) || fault.status !== 409) return []
  return fault.fields
    .map(({ reason }) => reason.replace(/^is used by /, ''))
    .map((use) => use.charAt(0).toUpperCase() + use.slice(1))
}
