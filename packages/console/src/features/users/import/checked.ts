import type { Verdict } from './plan.ts'

/** What was found out before anything is written. */
export type Checked = {
  readonly verdicts: readonly Verdict[]
  /** The revision that was read: changes are based on it. */
  readonly revision: string | undefined
  /** How many users more the account takes. */
  readonly room: number
}
