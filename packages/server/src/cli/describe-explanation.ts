import type { Explanation } from '#domain/api-keys/explain.ts'

/** An explanation as a person reads it. */
export function describeExplanation(explained: Explanation): string {
  const { verdict, problem, likelyCauses, remarks, clockOffsetSeconds } = explained
  return [
    verdict === 'signature_right' ? 'The signature is right.' : 'The request is refused.',
    ...(problem === undefined ? [] : [`${problem.problem}: ${problem.advice}`]),
    ...likelyCauses.map(({ code, advice }) => `likely cause, ${code}: ${advice}`),
    ...remarks,
    ...(clockOffsetSeconds === undefined
      ? []
      : [`clock of the client: ${clockOffsetSeconds} seconds from ours`]),
    ...describeBaseStrings(explained),
  ].join('\n')
}

function describeBaseStrings(explained: Explanation): readonly string[] {
  const { baseString, claimedBaseString, firstDifference } = explained
  if (baseString === undefined) return []
  const ours = ['', 'base string, as it is signed here:', baseString]
  if (claimedBaseString === undefined) return ours
  const claimed = ['', 'base string, as the client claims:', claimedBaseString, '']
  if (firstDifference === undefined) return [...ours, ...claimed, 'They are the same.']
  const { index, ours: here, claimed: there } = firstDifference
  return [
    ...ours,
    ...claimed,
    `They first differ at character ${index}:`,
    `  here:   ...${here}...`,
    `  client: ...${there}...`,
  ]
}
