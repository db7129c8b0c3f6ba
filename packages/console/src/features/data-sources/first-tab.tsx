import { Navigate } from '@tanstack/react-router'
import { useApi, useMe } from '#api/context.tsx'
import { Lost } from '#features/shell/lost.tsx'
import { tabsFor } from './tabs.ts'

/** Goes on to the first tab that the user may see. */
export function FirstTab() {
  const { accountId } = useApi()
  const [first] = tabsFor(useMe())
  if (first === undefined) return <Lost />
  return <Navigate to={`/$accountId${first.to}` as '/$accountId'} params={{ accountId }} replace />
}
