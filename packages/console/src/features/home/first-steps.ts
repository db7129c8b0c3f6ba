import type { Right } from '#api/rights.ts'

/** What a new account is made to work with, in an order in which it can be learned. */
export const steps = ['user', 'apiKey', 'application', 'connector', 'campaign'] as const
export type Step = (typeof steps)[number]

/** How many of each there are. `undefined`: whoever asks may not know. */
export type Counts = { readonly [S in Step]?: number | undefined }

type StepAbout = {
  readonly right: Right
  readonly to: string
  readonly done: (count: number) => boolean
}

const some = (count: number) => count > 0

/** What each needs, where it is done, and when it is. */
export const aboutStep: Readonly<Record<Step, StepAbout>> = {
  // Whoever set the account up is there already.
  user: { right: 'users:write', to: '/users/new', done: (count) => count > 1 },
  apiKey: { right: 'apiKeys:write', to: '/data-sources/api-keys/new', done: some },
  application: { right: 'applications:write', to: '/applications/install', done: some },
  connector: { right: 'connectors:write', to: '/data-sources/connectors/new', done: some },
  campaign: { right: 'campaigns:write', to: '/campaigns/new', done: some },
}

/** The steps that somebody may take, and which are done. */
export function progressOf(
  counts: Counts,
  isAllowed: (right: Right) => boolean,
): readonly { readonly step: Step; readonly isDone: boolean }[] {
  return steps
    .filter((step) => isAllowed(aboutStep[step].right))
    .map((step) => ({ step, isDone: aboutStep[step].done(counts[step] ?? 0) }))
}

/** A connector by which consumers are recognised; the one for anonymous consumers is there from the start. */
export function countVouched(
  connectors: readonly { readonly type: number; readonly deleted: boolean }[],
): number {
  return connectors.filter(({ type, deleted }) => type !== 0 && !deleted).length
}
