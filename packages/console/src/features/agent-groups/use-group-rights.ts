import { useMay, useMe } from '#api/context.tsx'
import type { GroupRights } from './group.ts'

/** Package 10004 changes every group, 30007 those below the groups that one manages. */
export function useGroupRights(): GroupRights {
  const { packages, managedGroupIds } = useMe()
  const mayWrite = useMay('agentGroups:write')
  const all = packages.some(({ id }) => id === 10_004)
  return { all: mayWrite && all, managed: mayWrite ? managedGroupIds : [] }
}
