import type { Me } from '@watchword/protocol/api/session.ts'

/**
 * What a user may do, by their permission packages (contract 1 section 5). It only decides what is shown: the API
 * refuses the rest whatever a page shows.
 */
export type Right =
  | 'users:read'
  | 'users:write'
  | 'profiles:write'
  | 'skills:write'
  | 'agentGroups:write'
  | 'lobs:write'
  | 'apiKeys:read'
  | 'apiKeys:write'
  | 'connectors:read'
  | 'connectors:write'
  | 'consumers:read'
  | 'consumers:write'
  | 'explain'
  | 'campaigns:read'
  | 'campaigns:write'
  | 'campaigns:publish'
  | 'applications:read'
  | 'applications:write'
  | 'audit:read'
  | 'statistics:read'
  | 'settings:write'
  | 'keys:write'
  | 'sessions:others'
  | 'directory:read'

/** Any one of these packages gives the right; `administrator` is the role. */
const givenBy: Readonly<Record<Right, readonly (number | 'administrator')[]>> = {
  'users:read': [10001, 30003, 30004],
  'users:write': [10001, 30003, 30004],
  'profiles:write': [10002, 30005, 30006],
  'skills:write': [10003, 30013, 40018],
  'agentGroups:write': [10004, 30007],
  'lobs:write': [10008],
  'apiKeys:read': [10006, 40008],
  'apiKeys:write': [10006],
  'connectors:read': [40012, 'administrator'],
  'connectors:write': [40012, 'administrator'],
  'consumers:read': ['administrator', 20015, 30015],
  'consumers:write': ['administrator'],
  explain: ['administrator', 40012],
  'campaigns:read': [40000, 40001, 40002, 'administrator'],
  'campaigns:write': ['administrator', 40001],
  'campaigns:publish': ['administrator', 40002],
  'applications:read': ['administrator'],
  'applications:write': ['administrator'],
  'audit:read': [10015],
  'statistics:read': ['administrator'],
  'settings:write': ['administrator'],
  'keys:write': ['administrator'],
  'sessions:others': ['administrator'],
  'directory:read': ['administrator'],
}

/** Whether the user's profiles give a right. */
export function may(me: Pick<Me, 'packages' | 'isAdministrator'>, right: Right): boolean {
  return givenBy[right].some((one) =>
    one === 'administrator' ? me.isAdministrator : me.packages.some(({ id }) => id === one),
  )
}
