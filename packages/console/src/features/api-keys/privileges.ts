import {
  type PrivilegeCategory,
  type PrivilegedApi,
  type PrivilegeType,
  privilegeCategories,
  privilegedApis,
} from '@watchword/protocol/api/api-privileges.ts'

/** A privilege as forms hold it: `users:Read`. */
export type PrivilegeName = string

type Privilege = { readonly data: string; readonly type: string }

/** How much of a branch is chosen. */
export type Choice = 'none' | 'some' | 'all'

/** A category and what is in it. */
export type Branch = {
  readonly category: PrivilegeCategory
  readonly apis: readonly PrivilegedApi[]
  /** All privileges of it. */
  readonly names: readonly PrivilegeName[]
}

export function nameOf(data: string, type: string): PrivilegeName {
  return `${data}:${type}`
}

/** All privileges of one API. */
export function namesOf({ data, types }: PrivilegedApi): readonly PrivilegeName[] {
  return types.map((type) => nameOf(data, type))
}

/** Everything that a key may be allowed, by category. */
export const privilegeTree: readonly Branch[] = privilegeCategories.map((category) => {
  const apis = privilegedApis.filter((api) => api.category === category)
  return { category, apis, names: apis.flatMap(namesOf) }
})

/** How much of some privileges is chosen. */
export function choiceOf(
  names: readonly PrivilegeName[],
  chosen: readonly PrivilegeName[],
): Choice {
  const count = names.filter((name) => chosen.includes(name)).length
  if (count === 0) return 'none'
  return count === names.length ? 'all' : 'some'
}

/** Chooses all of some privileges, or, if all are chosen, takes them back. What else is chosen stays. */
export function toggled(
  names: readonly PrivilegeName[],
  chosen: readonly PrivilegeName[],
): readonly PrivilegeName[] {
  if (choiceOf(names, chosen) === 'all') return chosen.filter((name) => !names.includes(name))
  return [...chosen, ...names.filter((name) => !chosen.includes(name))]
}

/** As a form holds them, in the order of the tree. What a newer server knows besides comes last, and is kept. */
export function toNames(privileges: readonly Privilege[]): readonly PrivilegeName[] {
  const given = privileges.map(({ data, type }) => nameOf(data, type))
  const known = privilegeTree.flatMap(({ names }) => names)
  const strange = given.filter((name) => !known.includes(name))
  return [...known.filter((name) => given.includes(name)), ...strange]
}

/** As the API takes them. */
export function toPrivileges(names: readonly PrivilegeName[]): readonly Privilege[] {
  return names.map((name) => {
    const mark = name.lastIndexOf(':')
    return { data: name.slice(0, mark), type: name.slice(mark + 1) }
  })
}

/** What of an API is allowed. */
export type AllowedApi = { readonly name: string; readonly types: readonly string[] }

/** What a key may do, for people: by category, then by API. */
export function allowedBy(
  privileges: readonly Privilege[],
  other: string,
): readonly { readonly category: string; readonly apis: readonly AllowedApi[] }[] {
  const typesOf = (data: string) =>
    privileges.filter((one) => one.data === data).map(({ type }) => type as PrivilegeType)
  const known = privilegeTree.map(({ category, apis }) => ({
    category: category as string,
    apis: apis.flatMap(({ data, name }): readonly AllowedApi[] => {
      const types = typesOf(data)
      return types.length === 0 ? [] : [{ name, types }]
    }),
  }))
  const isKnown = (data: string) => privilegedApis.some((api) => api.data === data)
  const strange = [...new Set(privileges.map(({ data }) => data))].filter((data) => !isKnown(data))
  const rest = {
    category: other,
    apis: strange.map((data) => ({ name: data, types: typesOf(data) })),
  }
  return [...known, rest].filter(({ apis }) => apis.length > 0)
}
