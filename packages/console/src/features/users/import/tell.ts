import { tellerOf } from '../conflict.ts'
import type { Directory } from '../user-types.ts'
import type { ImportField } from './columns.ts'
import { importWords as words } from './messages.ts'
import type { PlannedChange, Verdict } from './plan.ts'
import type { CellFault } from './read-cells.ts'

const memberOf: Readonly<Partial<Record<ImportField, string>>> = {
  ...{ profiles: 'profileIds', skills: 'skillIds', lobs: 'lobIds' },
  ...{ group: 'memberOf', manages: 'managerOf' },
}
const hidden = new Set<ImportField>(['fullName', 'employeeId'])

/** Says verdicts in words, with names in the place of ids. */
export function verdictTeller(directory: Directory): (verdict: Verdict) => string {
  const tell = tellerOf(directory, words.none)
  const tellChange = ({ field, from, to }: PlannedChange) => {
    const member = memberOf[field] ?? field
    const before = hidden.has(field) ? words.hidden : tell(member, from)
    return words.change(words.fields[field], before, tell(member, to))
  }
  return (verdict) => {
    if (verdict.kind === 'new') return words.newWith(tell('profileIds', verdict.body.profileIds))
    if (verdict.kind === 'change') return verdict.changes.map(tellChange).join('; ')
    if (verdict.kind === 'fault') return verdict.faults.map(tellFault).join('; ')
    return ''
  }
}

/** Says what is wrong with a cell. */
export function tellFault({ field, fault, value }: CellFault): string {
  return words.fault[fault](words.fields[field], value.slice(0, 80))
}
