/** A user, by what they refer to. */
export type Linked = {
  readonly id: number
  readonly loginName: string
  readonly profileIds: readonly number[]
  readonly skillIds: readonly number[]
  readonly lobIds: readonly number[]
  readonly memberOf: { readonly agentGroupId: number } | null
  readonly managerOf: readonly { readonly agentGroupId: number }[]
}

export type LinkKind = 'profile' | 'skill' | 'lob' | 'member' | 'manager'

/** What a user refers to in one way. */
export function linksOf(user: Linked, kind: LinkKind): readonly number[] {
  switch (kind) {
    case 'profile':
      return user.profileIds
    case 'skill':
      return user.skillIds
    case 'lob':
      return user.lobIds
    case 'member':
      return user.memberOf === null ? [] : [user.memberOf.agentGroupId]
    case 'manager':
      return user.managerOf.map(({ agentGroupId }) => agentGroupId)
  }
}

/** The users that refer to each object in one way. */
export function usersBy(users: readonly Linked[], kind: LinkKind): ReadonlyMap<number, Linked[]> {
  const found = new Map<number, Linked[]>()
  for (const user of users) {
    for (const id of linksOf(user, kind)) {
      const known = found.get(id)
      if (known === undefined) found.set(id, [user])
      else known.push(user)
    }
  }
  return found
}

/** What refers to an object, in one way. */
export type Use = { readonly label: string; readonly names: readonly Named[] }
export type Named = { readonly name: string; readonly to: string | undefined }

/** Users as what refers to something, with the way to the page of each. */
export function usedBy(label: string, users: readonly Linked[] | undefined): readonly Use[] {
  if (users === undefined || users.length === 0) return []
  return [
    { label, names: users.map(({ id, loginName }) => ({ name: loginName, to: `/users/${id}` })) },
  ]
}
