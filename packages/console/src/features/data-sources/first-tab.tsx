import { Navigate } from '@tanstack/react-router'
import { useApi, useMe } from '#api/context.tsx'
import { may } from '#api/rights.ts'
import { Lost } from '#features/shell/lost.tsx'
import { dataSourceTabs } from './tabs.ts'

/** Goes on to the first tab that the user may see. */
export function FirstTab() {
  const me = useMe()
  const { accountId } = useApi()
  const first = dataSourceTabs.find(({ right }) => may(me, right))
  if (first === undefined) return <Lost />
  return <Navigate to={`/$accountId${first.to}` as '/$accountId'} params={{ accountId }} replace />
}
