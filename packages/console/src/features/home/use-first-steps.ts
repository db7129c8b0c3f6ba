import { useState } from 'react'
import { useApi, useMe } from '#api/context.tsx'
import { may } from '#api/rights.ts'
import { progressOf } from './first-steps.ts'
import { useCounts } from './queries.ts'

/**
 * The first steps of whoever looks. Once all are done, or they have seen enough of them, this browser remembers it and
 * asks no more: `progress` is `undefined` then.
 */
export function useFirstSteps(isWanted: boolean) {
  const me = useMe()
  const { accountId } = useApi()
  const name = `watchword.first-steps.${accountId}`
  const [isHidden, setHidden] = useState(() => localStorage.getItem(name) !== null)
  const { data, isLoading } = useCounts(isWanted && !isHidden)
  const progress = data === undefined ? [] : progressOf(data, (right) => may(me, right))
  const isDone = data !== undefined && progress.every((step) => step.isDone)
  if (isDone && !isHidden) localStorage.setItem(name, 'done')
  return {
    isLoading,
    progress: isHidden || data === undefined || isDone ? undefined : progress,
    hide: () => {
      localStorage.setItem(name, 'hidden')
      setHidden(true)
    },
  }
}
