import { Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { PublicConnector } from '@watchword/protocol/api/connector.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import { useState } from 'react'
import { useApi, useMay } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import { notifyDone } from '#ui/notify.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useEditor } from '#ui/use-editor.ts'
import { load, paths, write } from './calls.ts'
import { type Campaign, mayChange } from './campaign.ts'
import {
  bodyOfEngagement,
  type Engagement,
  type EngagementValues,
  faultsOfEngagement,
  newEngagement,
  stepOf,
  valuesOfEngagement,
} from './engagement.ts'
import { engagementWords as words } from './engagement-messages.ts'
import { EngagementSteps } from './engagement-steps.tsx'
import { campaignWords } from './messages.ts'
import { keys, useCampaign, useEngagement, useSkillNames, useWaysIn } from './queries.ts'
import { type Names, tellEngagement } from './tell-engagement.ts'
import { onlyWay } from './ways-in.ts'

export function NewEngagementPage() {
  const { campaignId = '' } = useParams({ strict: false })
  const campaign = useCampaign(Number(campaignId))
  return (
    <Frame title={words.newTitle} campaign={campaign.data?.value} campaignId={campaignId}>
      <QueryView query={campaign} height={520}>
        {({ value }) => <Guarded campaign={value} loaded={undefined} />}
      </QueryView>
    </Frame>
  )
}

export function EditEngagementPage() {
  const { campaignId = '', engagementId = '' } = useParams({ strict: false })
  const campaign = useCampaign(Number(campaignId))
  const query = useEngagement(Number(campaignId), Number(engagementId))
  const name = query.data?.value.name ?? ''
  return (
    <Frame
      title={words.editTitle(name)}
      campaign={campaign.data?.value}
      campaignId={campaignId}
      crumb={{ label: name, to: `/campaigns/${campaignId}/engagements/${engagementId}` }}
    >
      <QueryView query={campaign} height={520}>
        {({ value }) => (
          <QueryView query={query} height={520}>
            {(loaded) => <Guarded campaign={value} loaded={loaded} />}
          </QueryView>
        )}
      </QueryView>
    </Frame>
  )
}

function Frame({
  title,
  campaign,
  campaignId,
  crumb,
  children,
}: {
  readonly title: string
  readonly campaign: Campaign | undefined
  readonly campaignId: string
  readonly crumb?: { readonly label: string; readonly to: string }
  readonly children: React.ReactNode
}) {
  const crumbs = [
    { label: campaignWords.title, to: '/campaigns' },
    { label: campaign?.name ?? campaignId, to: `/campaigns/${campaignId}` },
    ...(crumb === undefined ? [] : [crumb]),
  ]
  return (
    <Page title={title} crumbs={crumbs}>
      {children}
    </Page>
  )
}

/** The form, once all that it refers to is known. */
function Guarded({
  campaign,
  loaded,
}: {
  readonly campaign: Campaign
  readonly loaded: Loaded<Engagement> | undefined
}) {
  const rights = { edit: useMay('campaigns:write'), publish: useMay('campaigns:publish') }
  const waysIn = useWaysIn()
  const skills = useSkillNames()
  if (!mayChange(campaign, rights)) {
    const reason = rights.edit ? campaignWords.onlyPublishers : common.problem.forbidden
    return <ProblemAlert fault={reason} />
  }
  return (
    <QueryView query={waysIn} height={520}>
      {(connectors) => (
        <QueryView query={skills} height={520}>
          {(known) => (
            <EngagementForm
              campaign={campaign}
              loaded={loaded}
              connectors={connectors}
              skills={known}
            />
          )}
        </QueryView>
      )}
    </QueryView>
  )
}

type FormProps = {
  readonly campaign: Campaign
  readonly loaded: Loaded<Engagement> | undefined
  readonly connectors: readonly PublicConnector[]
  readonly skills: readonly Pick<Skill, 'id' | 'name'>[]
}

function EngagementForm({ campaign, loaded, connectors, skills }: FormProps) {
  const api = useApi()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [step, setStep] = useState(0)
  const names: Names = {
    connectors: new Map(connectors.map(({ id, name }) => [`${id}`, name])),
    skills: new Map(skills.map(({ id, name }) => [`${id}`, name])),
  }
  const path =
    loaded === undefined
      ? paths.engagements(campaign.id)
      : paths.engagement(campaign.id, loaded.value.id)
  const editor = useEditor<Engagement, EngagementValues>({
    loaded,
    initial: { ...newEngagement, connectorId: onlyWay(connectors, false) },
    valuesOf: valuesOfEngagement,
    send: (values, over) => write(api, path, { body: bodyOfEngagement(values, over?.value), over }),
    reload: () => load<Engagement>(api, path),
    validate: (values) =>
      faultsOfEngagement(values, { required: common.required, connector: words.connectorNeeded }),
    tell: (values) => tellEngagement(values, names),
    onFaults: (fields) => setStep(stepOf(fields)),
    async onSaved({ value }) {
      await client.invalidateQueries({ queryKey: keys.all })
      notifyDone(words.saved(value.name))
      const to = `/$accountId/campaigns/${campaign.id}/engagements/${value.id}`
      await navigate({ to: to as '/$accountId', params: { accountId: api.accountId } })
    },
  })
  const back = loaded === undefined ? '' : `/engagements/${loaded.value.id}`
  return (
    <Stack>
      <EngagementSteps
        editor={editor}
        step={step}
        setStep={setStep}
        isNew={loaded === undefined}
        campaign={campaign}
        connectors={connectors}
        skills={skills}
        told={tellEngagement(editor.form.values, names)}
        cancelTo={`/campaigns/${campaign.id}${back}`}
      />
    </Stack>
  )
}
