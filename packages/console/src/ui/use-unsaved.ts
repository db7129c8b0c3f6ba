import { useBlocker } from '@tanstack/react-router'
import { common } from '#messages/common.ts'
import { useConfirm } from './confirm.tsx'

/** Asks before what was typed and not saved is left behind. */
export function useUnsaved(isUnsaved: () => boolean): void {
  const confirm = useConfirm()
  const { title, lead, action } = common.unsaved
  useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname || !isUnsaved()) return false
      return !(await confirm({ title, lead, action }))
    },
    enableBeforeUnload: isUnsaved,
  })
}
