import type { Me } from '@watchword/protocol/api/session.ts'
import { may, type Right } from '#api/rights.ts'
import { dataSourceWords as words } from './messages.ts'

/** The tabs of Data Sources, and what one must be allowed to see each. */
export const dataSourceTabs = [
  { to: '/data-sources/connectors', label: words.connectors, right: 'connectors:read' },
  { to: '/data-sources/api-keys', label: words.apiKeys, right: 'apiKeys:read' },
] as const satisfies readonly {
  readonly to: string
  readonly label: string
  readonly right: Right
}[]

/** Whoever has one of these has a tab. */
export const dataSourceRights: readonly Right[] = dataSourceTabs.map(({ right }) => right)

/** The tabs that somebody has. Without a tab in the address, the first is shown. */
export function tabsFor(me: Pick<Me, 'packages' | 'isAdministrator'>) {
  return dataSourceTabs.filter(({ right }) => may(me, right))
}
