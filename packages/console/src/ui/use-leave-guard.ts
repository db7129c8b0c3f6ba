import { useBlocker } from '@tanstack/react-router'
import { common } from '#messages/common.ts'
import { useConfirm } from './confirm.tsx'

/** Asks before a page with something unsaved is left, by a link, by the browser's buttons or by closing it. */
export function useLeaveGuard(isUnsaved: () => boolean): void {
  const confirm = useConfirm()
  useBlocker({
    enableBeforeUnload: isUnsaved,
    shouldBlockFn: async ({ current, next }) => {
      if (!isUnsaved() || current.pathname === next.pathname) return false
      return !(await confirm(common.leave))
    },
  })
}
