import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useApi, useMay } from '#api/context.tsx'
import { changeNewest, type Loaded } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import { ago } from '#ui/ago.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { notifyDone, notifyProblem, notifyUndo } from '#ui/notify.tsx'
import type { Key } from './key-form.ts'
import { apiKeyWords as words } from './messages.ts'
import { keys, loadKey, paths, writeKey } from './queries.ts'
import type { UsageOfKey } from './usage.ts'
import { type Bot, botsWith, breaksOf } from './what-breaks.ts'

/** What is done to a key outside of its form. What can be taken back, can. */
export function useKeyChanges() {
  const api = useApi()
  const client = useQueryClient()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const bots = useBots()

  async function writeEnabled(keyId: string, enabled: boolean) {
    const saved = await changeNewest<Key>({
      reload: () => loadKey(api, keyId),
      send: (over) => writeKey(api, over, { enabled }),
    })
    client.setQueryData(keys.one(keyId), saved)
    await client.invalidateQueries({ queryKey: keys.list })
  }

  /** Shown at once as it will be; put back when it fails. */
  async function setEnabled(
    { keyId, appName }: Key,
    enabled: boolean,
    usage: UsageOfKey | undefined,
  ) {
    const question = {
      title: words.key.offAsk(appName),
      lead: words.key.offLead,
      breaks: breaksOf(usage, enabled ? [] : await bots(keyId), whenOf),
      action: words.key.offAction,
    }
    if (!enabled && question.breaks.length > 0 && !(await confirm(question))) return
    const before = client.getQueryData<Loaded<Key>>(keys.one(keyId))
    if (before !== undefined) {
      const value = { ...before.value, enabled }
      client.setQueryData(keys.one(keyId), { ...before, value })
    }
    try {
      await writeEnabled(keyId, enabled)
      const said = enabled ? words.key.on : words.key.off
      notifyUndo(said(appName), () => writeEnabled(keyId, !enabled))
    } catch (fault) {
      if (before !== undefined) client.setQueryData(keys.one(keyId), before)
      notifyProblem(fault)
    }
  }

  async function remove({ keyId, appName }: Key, usage: UsageOfKey | undefined) {
    const question = {
      title: words.remove.title(appName),
      lead: words.remove.lead,
      breaks: breaksOf(usage, await bots(keyId), whenOf),
      action: common.actions.delete,
    }
    const { breaks, lead } = question
    const asked =
      breaks.length === 0 ? { ...question, lead: `${words.remove.unused} ${lead}` } : question
    if (!(await confirm(asked))) return
    try {
      await api.call('DELETE', paths.key(keyId), { query: { v: '1.0' } })
      const { accountId } = api
      await navigate({
        to: '/$accountId/data-sources/api-keys' as '/$accountId',
        params: { accountId },
      })
      client.removeQueries({ queryKey: keys.one(keyId) })
      await client.invalidateQueries({ queryKey: keys.all })
      notifyDone(common.deleted(appName))
    } catch (fault) {
      notifyProblem(fault)
    }
  }

  return { setEnabled, remove }
}

/** As people say it: “3 hours ago”. */
function whenOf(moment: string): string {
  return ago(Date.parse(moment), Date.now())
}

/** Bots that log in with a key; none are named to who may not see users. */
function useBots(): (keyId: string) => Promise<readonly string[]> {
  const api = useApi()
  const mayRead = useMay('users:read')
  return async (keyId) => {
    if (!mayRead) return []
    const query = { v: '6.0', select: 'id,loginName,isApiUser,allowedAppKeys' }
    const path = '/api/account/{accountId}/configuration/le-users/users'
    const users = await api.get<readonly Bot[]>(path, { query }).catch(() => [])
    return botsWith(users, keyId)
  }
}
