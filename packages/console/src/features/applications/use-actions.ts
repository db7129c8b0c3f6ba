import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ApplicationObject } from '@watchword/protocol/api/application.ts'
import type { ApplicationIssues } from '@watchword/protocol/api/application-reports.ts'
import type { GrantList } from '@watchword/protocol/api/grant.ts'
import type { ApiClient } from '#api/client.ts'
import { useApi } from '#api/context.tsx'
import { changeNewest, type Loaded } from '#api/save-over.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { notifyDone, notifyProblem, notifyUndo } from '#ui/notify.tsx'
import { type Application, nameOf } from './manifest.ts'
import { applicationWords } from './messages.ts'
import {
  applicationQuery,
  loadedFrom,
  noSecrets,
  paths,
  readApplication,
  refresh,
} from './queries.ts'
import { whatBreaks } from './what-breaks.ts'

const words = applicationWords.page

/** Switching an application on and off, and uninstalling it: each says first what it ends. */
export function useActions(application: Application) {
  const api = useApi()
  const queries = useQueryClient()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const name = nameOf(application)
  const { id, enabled } = application

  async function set(isOn: boolean): Promise<void> {
    const { queryKey } = applicationQuery(api, id)
    const before = queries.getQueryData(queryKey)
    if (before !== undefined) {
      queries.setQueryData(queryKey, { ...before, value: { ...before.value, enabled: isOn } })
    }
    try {
      queries.setQueryData(queryKey, await switchTo(api, id, isOn))
    } catch (fault) {
      if (before !== undefined) queries.setQueryData(queryKey, before)
      throw fault
    }
    await refresh(queries)
  }

  async function turn(): Promise<void> {
    if (!enabled) {
      await set(true)
      return notifyDone(words.enabled(name))
    }
    const yes = await confirm({
      title: words.disableTitle(name),
      lead: words.disableLead,
      breaks: await breaksOf(api, application),
      action: words.disable,
    })
    if (!yes) return
    await set(false)
    notifyUndo(words.disabled(name), () => set(true))
  }

  async function uninstall(): Promise<void> {
    const yes = await confirm({
      title: words.uninstallTitle(name),
      lead: words.uninstallLead,
      breaks: await breaksOf(api, application),
      action: words.uninstall,
      type: application.client_name,
    })
    if (!yes) return
    await api.call('DELETE', paths.installation(id), { query: { v: noSecrets.v } })
    const { accountId } = api
    await navigate({ to: '/$accountId/applications' as '/$accountId', params: { accountId } })
    queries.removeQueries({ queryKey: applicationQuery(api, id).queryKey })
    notifyDone(words.uninstalled(name))
    await refresh(queries)
  }

  return {
    turn: () => void turn().catch(notifyProblem),
    uninstall: () => void uninstall().catch(notifyProblem),
  }
}

/** Only the switch is sent, over whatever is there now: what others changed besides stays. */
function switchTo(api: ApiClient, id: string, enabled: boolean): Promise<Loaded<Application>> {
  return changeNewest({
    reload: () => readApplication(api, id),
    send: async ({ revision }) =>
      loadedFrom(
        await api.call<ApplicationObject>('PUT', paths.installation(id), {
          body: { enabled },
          ifMatch: revision,
          query: noSecrets,
        }),
      ),
  })
}

async function breaksOf(api: ApiClient, application: Application): Promise<readonly string[]> {
  const { id } = application
  const [grants, { hours }] = await Promise.all([
    api.get<GrantList>(paths.grants, { query: { clientId: id, limit: 1000 } }),
    api.get<ApplicationIssues>(paths.uses(id)),
  ])
  const tokens = hours.reduce((sum, hour) => sum + hour.tokens, 0)
  return whatBreaks(application, { grants, tokens }, applicationWords.breaks)
}
