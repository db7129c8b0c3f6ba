import {
  normalizedPassword,
  type PasswordLimits,
  passwordRules,
} from '@watchword/protocol/api/password-rules.ts'
import { carefulLimits, generatePassword } from '../generate-password.ts'
import type { Reach } from '../reach.ts'
import type { FullUser } from '../user-types.ts'
import { rootGroupId } from '../user-types.ts'
import { type UserBody, writableOf } from '../writable.ts'
import { cellsByField, type ImportField, type Mapping } from './columns.ts'
import { type CellFault, fold, type Given, type Names, readCells } from './read-cells.ts'
import type { Table, TableRow } from './read-csv.ts'

/** One member that a row changes, before it is said in words. */
export type PlannedChange = {
  readonly field: ImportField
  readonly from: unknown
  readonly to: unknown
}

/** What becomes of one row of a file. Nothing was written when it is said. */
export type Verdict = { readonly line: number; readonly loginName: string } & (
  | { readonly kind: 'new'; readonly body: UserBody; readonly isGenerated: boolean }
  | {
      readonly kind: 'change'
      readonly before: FullUser
      readonly body: UserBody
      readonly changes: readonly PlannedChange[]
    }
  | { readonly kind: 'same' }
  | { readonly kind: 'fault'; readonly faults: readonly CellFault[] }
)

/** What the verdicts are found with. */
export type PlanAbout = {
  readonly mapping: Mapping
  readonly users: readonly FullUser[]
  readonly names: Names
  readonly reach: Pick<Reach, 'mayEdit'>
  readonly policy: PasswordLimits | undefined
  /** Full names and employee ids of those who exist: hidden, so nobody can tell whether they change. */
  readonly writesHidden: boolean
  /** Somebody new must choose another password at the first login. */
  readonly mustChange: boolean
}

/** Judges every row of a file: somebody new, a change of somebody, nothing, or what is wrong at which cell. */
export function planImport(table: Table, about: PlanAbout): readonly Verdict[] {
  const known = new Map(about.users.map((user) => [fold(user.loginName), user]))
  const seen = { logins: new Set<string>(), fullNames: new Set<string>() }
  const canGenerate = generatePassword(about.policy ?? carefulLimits, '') !== undefined
  return table.rows.map((row) => judge(row, { ...about, canGenerate }, known, seen))
}

type Judging = PlanAbout & { readonly canGenerate: boolean }
type Seen = { readonly logins: Set<string>; readonly fullNames: Set<string> }

function judge(
  row: TableRow,
  about: Judging,
  known: ReadonlyMap<string, FullUser>,
  seen: Seen,
): Verdict {
  const cells = cellsByField(row.cells, about.mapping)
  const faults: CellFault[] = []
  const loginName = cells.loginName ?? ''
  checkNames(cells, seen, faults)
  const given = readCells(cells, about.names, faults)
  const before = known.get(fold(loginName))
  const head = { line: row.line, loginName }
  if (before === undefined) {
    const { body, isGenerated } = newBody(cells, given, about, faults)
    return faults.length > 0
      ? { ...head, kind: 'fault', faults }
      : { ...head, kind: 'new', body, isGenerated }
  }
  const changes = changesOf(before, given, about.writesHidden)
  const body = writableOf(before, Object.fromEntries(changes.map(({ member, to }) => [member, to])))
  if (
    changes.length > 0 &&
    !(about.reach.mayEdit(before) && about.reach.mayEdit(reached(before, body)))
  ) {
    faults.push({ field: 'loginName', fault: 'out_of_reach', value: loginName })
  }
  if (faults.length > 0) return { ...head, kind: 'fault', faults }
  return changes.length === 0
    ? { ...head, kind: 'same' }
    : { ...head, kind: 'change', before, body, changes }
}

function checkNames(
  { loginName = '', fullName = '' }: Readonly<Partial<Record<ImportField, string>>>,
  seen: Seen,
  faults: CellFault[],
): void {
  const fault = (field: ImportField, kind: CellFault['fault'], value: string) =>
    faults.push({ field, fault: kind, value })
  if (loginName === '') fault('loginName', 'required', '')
  else if (loginName.length > 254) fault('loginName', 'too_long', loginName)
  else if (/[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Cc}]/u.test(loginName)) {
    fault('loginName', 'login_name', loginName)
  } else if (seen.logins.has(fold(loginName))) fault('loginName', 'twice', loginName)
  seen.logins.add(fold(loginName))
  if (fullName !== '' && seen.fullNames.has(fold(fullName))) fault('fullName', 'twice', fullName)
  seen.fullNames.add(fold(fullName))
}

function newBody(
  cells: Readonly<Partial<Record<ImportField, string>>>,
  given: Given,
  about: Judging,
  faults: CellFault[],
): { readonly body: UserBody; readonly isGenerated: boolean } {
  const { loginName = '', password = '' } = cells
  if (given.profileIds === undefined) {
    faults.push({ field: 'profiles', fault: 'required', value: '' })
  }
  const isGood =
    password === ''
      ? about.canGenerate
      : about.policy === undefined ||
        passwordRules(about.policy, loginName).every(({ isMet }) =>
          isMet(normalizedPassword(password)),
        )
  if (!isGood) faults.push({ field: 'password', fault: 'password', value: '' })
  const fullName = given.fullName ?? loginName.slice(0, 100)
  const body = {
    email: '',
    isEnabled: true,
    maxChats: 3,
    memberOf: { agentGroupId: rootGroupId },
    ...given,
    profileIds: given.profileIds ?? [],
    loginName,
    fullName,
    nickname: given.nickname ?? fullName,
    ...(password === '' ? {} : { passwordSh: password }),
    changePwdNextLogin: about.mustChange,
  }
  const placed = { id: 0, ...body } as unknown as FullUser
  if (faults.length === 0 && !about.reach.mayEdit(placed)) {
    faults.push({ field: 'loginName', fault: 'out_of_reach', value: loginName })
  }
  return { body, isGenerated: password === '' }
}

const fieldOf: Readonly<Record<keyof Given, ImportField>> = {
  ...{ fullName: 'fullName', nickname: 'nickname', email: 'email', isEnabled: 'enabled' },
  ...{ profileIds: 'profiles', skillIds: 'skills', lobIds: 'lobs', memberOf: 'group' },
  ...{ managerOf: 'manages', maxChats: 'maxChats', description: 'description' },
  ...{ mobileNumber: 'mobileNumber', employeeId: 'employeeId' },
}
const hidden = new Set(['fullName', 'employeeId'])

function changesOf(
  before: FullUser,
  given: Given,
  writesHidden: boolean,
): readonly (PlannedChange & { readonly member: keyof Given })[] {
  const now: Readonly<Record<string, unknown>> = writableOf(before)
  const members = Object.keys(given) as (keyof Given)[]
  return members.flatMap((member) => {
    if (hidden.has(member) && !writesHidden) return []
    const [from, to] = [hidden.has(member) ? undefined : now[member], given[member]]
    return isAlike(from, to) ? [] : [{ member, field: fieldOf[member], from, to }]
  })
}

/** Lists are alike whatever their order. */
function isAlike(one: unknown, other: unknown): boolean {
  const told = (value: unknown) =>
    Array.isArray(value)
      ? value
          .map((each) => JSON.stringify(each))
          .sort()
          .join()
      : JSON.stringify(value ?? '')
  return told(one) === told(other)
}

function reached(before: FullUser, body: UserBody): FullUser {
  return { ...before, ...body } as FullUser
}

/** How many rows there are of each kind. */
export function countVerdicts(
  verdicts: readonly Verdict[],
): Readonly<Record<Verdict['kind'], number>> {
  const counts = { new: 0, change: 0, same: 0, fault: 0 }
  for (const { kind } of verdicts) counts[kind] += 1
  return counts
}
