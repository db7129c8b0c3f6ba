import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '#api/context.tsx'
import { changeNewest, deleteAsked, type Loaded } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { notifyDone, notifyProblem, notifyUndo } from '#ui/notify.tsx'
import { load, paths, write } from './calls.ts'
import { type Campaign, withSwitched } from './campaign.ts'
import type { Engagement } from './engagement.ts'
import { engagementWords } from './engagement-messages.ts'
import { campaignWords as words } from './messages.ts'
import { keys } from './queries.ts'
import { engagementRemovalOf, pauseOf, removalOf } from './questions.ts'

/** What is done to a campaign and its engagements outside of a form. What can be taken back, can. */
export function useCampaignChanges() {
  const api = useApi()
  const client = useQueryClient()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const { accountId } = api
  const refresh = () => client.invalidateQueries({ queryKey: keys.all })
  const go = (path: string) =>
    navigate({ to: `/$accountId${path}` as '/$accountId', params: { accountId } })

  async function setStatus(id: number, status: 0 | 1) {
    const path = paths.campaign(id)
    const { value } = await changeNewest<Campaign>({
      reload: () => load(api, path),
      send: (over) => write(api, path, { body: { ...over.value, status }, over }),
    })
    await refresh()
    return value
  }

  async function publish({ id, name }: Campaign) {
    try {
      await setStatus(id, 1)
      notifyUndo(words.published(name), () => setStatus(id, 0))
    } catch (fault) {
      notifyProblem(fault)
    }
  }

  async function pause({ id, name }: Campaign, engagements: readonly Engagement[]) {
    const question = pauseOf(name, engagements, words.pauseAsk)
    const isAsked = question.breaks.length > 0
    if (isAsked && !(await confirm({ ...question, action: words.pause }))) return
    try {
      await setStatus(id, 0)
      notifyUndo(words.paused(name), () => setStatus(id, 1))
    } catch (fault) {
      notifyProblem(fault)
    }
  }

  async function removeCampaign({ id, name }: Campaign) {
    try {
      const isGone = await deleteAsked<readonly Engagement[]>({
        reload: () => load(api, paths.engagements(id)),
        ask: (engagements) =>
          confirm({ ...removalOf(name, engagements, words.remove), action: common.actions.delete }),
        remove: (ifMatch) =>
          api.call('DELETE', paths.campaign(id), { query: { v: '3.4' }, ifMatch }),
      })
      if (!isGone) return
      await go('/campaigns')
      client.removeQueries({ queryKey: keys.one(id) })
      await refresh()
      notifyDone(common.deleted(name))
    } catch (fault) {
      notifyProblem(fault)
    }
  }

  async function writeEnabled(engagement: Engagement, enabled: boolean) {
    const path = paths.engagement(engagement.campaignId, engagement.id)
    await changeNewest<Engagement>({
      reload: () => load(api, path),
      send: (over) => write(api, path, { body: { ...over.value, enabled }, over }),
    })
    await refresh()
  }

  /** Shown at once as it will be; put back when it fails. */
  async function setEnabled(engagement: Engagement, enabled: boolean) {
    const key = keys.engagements(engagement.campaignId)
    const before = client.getQueryData<Loaded<readonly Engagement[]>>(key)
    await client.cancelQueries({ queryKey: key })
    if (before !== undefined) {
      const value = withSwitched(before.value, engagement.id, enabled)
      client.setQueryData(key, { ...before, value })
    }
    try {
      await writeEnabled(engagement, enabled)
      const said = enabled ? words.switchedOn : words.switchedOff
      notifyUndo(said(engagement.name), () => writeEnabled(engagement, !enabled))
    } catch (fault) {
      if (before !== undefined) client.setQueryData(key, before)
      notifyProblem(fault)
    }
  }

  async function removeEngagement(engagement: Engagement, campaign: Campaign) {
    const question = engagementRemovalOf(engagement, campaign, engagementWords.delete)
    if (!(await confirm({ ...question, action: common.actions.delete }))) return
    try {
      const path = paths.engagement(engagement.campaignId, engagement.id)
      await api.call('DELETE', path, { query: { v: '3.4' } })
      await go(`/campaigns/${campaign.id}`)
      client.removeQueries({ queryKey: keys.engagement(campaign.id, engagement.id) })
      await refresh()
      notifyDone(common.deleted(engagement.name))
    } catch (fault) {
      notifyProblem(fault)
    }
  }

  return { publish, pause, removeCampaign, setEnabled, removeEngagement }
}
