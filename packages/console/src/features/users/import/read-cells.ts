import type { Profile } from '@watchword/protocol/api/profile.ts'
import type { Directory } from '../user-types.ts'
import type { ImportField } from './columns.ts'

/** What is wrong with one cell. `value` is what was found there. */
export type CellFault = {
  readonly field: ImportField
  readonly fault:
    | 'required'
    | 'too_long'
    | 'email'
    | 'login_name'
    | 'unknown'
    | 'second_of_role'
    | 'too_many_profiles'
    | 'not_yours'
    | 'yes_or_no'
    | 'number'
    | 'twice'
    | 'password'
    | 'out_of_reach'
  readonly value: string
}

type Cells = Readonly<Partial<Record<ImportField, string>>>
type Add = (field: ImportField, fault: CellFault['fault'], value?: string) => void

/** Members of a user that the cells of a row give. An empty cell gives none. */
export type Given = {
  readonly fullName?: string
  readonly nickname?: string
  readonly email?: string
  readonly isEnabled?: boolean
  readonly profileIds?: readonly number[]
  readonly skillIds?: readonly number[]
  readonly lobIds?: readonly number[]
  readonly memberOf?: { readonly agentGroupId: number }
  readonly managerOf?: readonly { readonly agentGroupId: number }[]
  readonly maxChats?: number
  readonly description?: string
  readonly mobileNumber?: string
  readonly employeeId?: string
}

/** What names in cells mean, made once for a whole file. */
export type Names = {
  readonly profiles: ReadonlyMap<string, Profile>
  readonly skills: ReadonlyMap<string, number>
  readonly lobs: ReadonlyMap<string, number>
  readonly groups: ReadonlyMap<string, number>
  readonly mayGive: (profile: Profile) => boolean
}

export function namesOf(directory: Directory, mayGive: Names['mayGive']): Names {
  const ids = (named: readonly { readonly id: number; readonly name: string }[]) =>
    new Map(named.map(({ id, name }) => [fold(name), id]))
  return {
    profiles: new Map(directory.profiles.map((profile) => [fold(profile.name), profile])),
    skills: ids(directory.skills),
    lobs: ids(directory.lobs),
    groups: ids(directory.groups),
    mayGive,
  }
}

/** Reads the cells of a row; whatever is wrong with one goes to the faults. */
export function readCells(cells: Cells, names: Names, faults: CellFault[]): Given {
  const add: Add = (field, fault, value = cells[field] ?? '') =>
    faults.push({ field, fault, value })
  const text = (field: ImportField, max: number): string | undefined => {
    const value = cells[field]
    if (value === undefined || value === '') return undefined
    if (value.length > max) add(field, 'too_long')
    return value
  }
  const ids = (field: ImportField, known: ReadonlyMap<string, number>) =>
    listIn(cells[field])?.flatMap((name) => {
      const id = known.get(fold(name))
      if (id === undefined) add(field, 'unknown', name)
      return id === undefined ? [] : [id]
    })
  const email = text('email', 254)
  if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email)) add('email', 'email')
  const groups = ids('group', names.groups)
  if ((groups?.length ?? 0) > 1) add('group', 'unknown')
  const [agentGroupId] = groups ?? []
  return withoutNothing({
    fullName: text('fullName', 100),
    nickname: text('nickname', 100),
    email,
    isEnabled: truthIn(cells.enabled, add),
    profileIds: profilesIn(cells.profiles, names, add),
    skillIds: ids('skills', names.skills),
    lobIds: ids('lobs', names.lobs),
    memberOf: agentGroupId === undefined ? undefined : { agentGroupId },
    managerOf: ids('manages', names.groups)?.map((id) => ({ agentGroupId: id })),
    maxChats: numberIn(cells.maxChats, add),
    description: text('description', 1000),
    mobileNumber: text('mobileNumber', 50),
    employeeId: text('employeeId', 100),
  })
}

function profilesIn(cell: string | undefined, { profiles, mayGive }: Names, add: Add) {
  const names = listIn(cell)
  if (names === undefined) return undefined
  const roles = new Set<number>()
  if (names.length > 4) add('profiles', 'too_many_profiles')
  return names.flatMap((name) => {
    const profile = profiles.get(fold(name))
    if (profile === undefined) {
      add('profiles', 'unknown', name)
      return []
    }
    if (!mayGive(profile)) add('profiles', 'not_yours', name)
    if (roles.has(profile.roleTypeId)) add('profiles', 'second_of_role', name)
    roles.add(profile.roleTypeId)
    return [profile.id]
  })
}

/** Names in one cell, separated by `;`. A name that holds one stands in quotes. */
export function listIn(cell: string | undefined): readonly string[] | undefined {
  if (cell === undefined || cell === '') return undefined
  const names = cell.match(/\s*"(?:[^"]|"")*"\s*(?=;|$)|[^;]+/g) ?? []
  return names
    .map((name) => name.trim())
    .map((name) => (/^".*"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name))
    .filter((name) => name !== '')
}

const yes = new Set(['yes', 'y', 'true', '1', 'enabled', 'active', 'on', 'x'])
const no = new Set(['no', 'n', 'false', '0', 'disabled', 'inactive', 'off', 'locked'])

function truthIn(cell: string | undefined, add: Add): boolean | undefined {
  const word = fold(cell ?? '')
  if (word === '') return undefined
  if (!yes.has(word) && !no.has(word)) add('enabled', 'yes_or_no')
  return yes.has(word)
}

function numberIn(cell: string | undefined, add: Add): number | undefined {
  if (cell === undefined || cell === '') return undefined
  const value = Number(cell)
  if (!/^\d{1,4}$/.test(cell) || value > 1000) add('maxChats', 'number')
  return value
}

/** Names are the same whatever their case. */
export function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC').trim()
}

function withoutNothing(given: { readonly [K in keyof Given]: Given[K] | undefined }): Given {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Given
}
