import { Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useApi, useMay } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import { EditorForm } from '#ui/editor-form.tsx'
import { notifyDone } from '#ui/notify.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { type Editor, useEditor } from '#ui/use-editor.ts'
import { load, paths, write } from './calls.ts'
import {
  bodyOfCampaign,
  type Campaign,
  type CampaignValues,
  faultsOfCampaign,
  mayChange,
  newCampaign,
  valuesOfCampaign,
} from './campaign.ts'
import { campaignWords } from './messages.ts'
import { keys, useCampaign } from './queries.ts'

const words = campaignWords.form
const crumb = { label: campaignWords.title, to: '/campaigns' }

export function NewCampaignPage() {
  const mayEdit = useMay('campaigns:write')
  return (
    <Page title={words.newTitle} lead={campaignWords.lead} crumbs={[crumb]} width="text">
      {mayEdit ? (
        <CampaignForm loaded={undefined} />
      ) : (
        <ProblemAlert fault={common.problem.forbidden} />
      )}
    </Page>
  )
}

export function EditCampaignPage() {
  const { campaignId = '' } = useParams({ strict: false })
  const query = useCampaign(Number(campaignId))
  const name = query.data?.value.name ?? ''
  const rights = { edit: useMay('campaigns:write'), publish: useMay('campaigns:publish') }
  const crumbs = [crumb, { label: name, to: `/campaigns/${campaignId}` }]
  return (
    <Page title={words.editTitle(name)} crumbs={crumbs} width="text">
      <QueryView query={query} height={480}>
        {(loaded) =>
          mayChange(loaded.value, rights) ? (
            <CampaignForm loaded={loaded} />
          ) : (
            <ProblemAlert
              fault={rights.edit ? campaignWords.onlyPublishers : common.problem.forbidden}
            />
          )
        }
      </QueryView>
    </Page>
  )
}

function CampaignForm({ loaded }: { readonly loaded: Loaded<Campaign> | undefined }) {
  const api = useApi()
  const client = useQueryClient()
  const navigate = useNavigate()
  const id = loaded?.value.id ?? 0
  const path = loaded === undefined ? paths.campaigns : paths.campaign(id)
  const editor = useEditor<Campaign, CampaignValues>({
    loaded,
    initial: newCampaign,
    valuesOf: valuesOfCampaign,
    send: (values, over) => write(api, path, { body: bodyOfCampaign(values, over?.value), over }),
    reload: () => load<Campaign>(api, path),
    validate: (values) => faultsOfCampaign(values, { ...words.faults, required: common.required }),
    tell: (values) => [
      [words.name, values.name],
      [words.description, values.description],
      [words.start, values.startDate.replace('T', ' ')],
      [words.end, values.expirationDate.replace('T', ' ')],
      [words.status, values.status === '1' ? words.published : words.draft],
    ],
    async onSaved({ value }) {
      await client.invalidateQueries({ queryKey: keys.all })
      notifyDone(loaded === undefined ? words.created(value.name) : common.saved)
      await navigate({
        to: `/$accountId/campaigns/${value.id}` as '/$accountId',
        params: { accountId: api.accountId },
      })
    },
  })
  return (
    <EditorForm
      editor={editor}
      label={words.label}
      submitLabel={loaded === undefined ? common.actions.create : common.actions.save}
      cancelTo={loaded === undefined ? '/campaigns' : `/campaigns/${id}`}
    >
      <Fields editor={editor} />
    </EditorForm>
  )
}

function Fields({ editor: { form } }: { readonly editor: Editor<CampaignValues> }) {
  const mayPublish = useMay('campaigns:publish')
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return (
    <>
      <TextInput
        label={words.name}
        description={words.nameHint}
        required
        maxLength={100}
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <Textarea
        label={words.description}
        description={words.descriptionHint}
        autosize
        minRows={2}
        maxLength={1000}
        {...form.getInputProps('description')}
      />
      <Stack gap={4}>
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <TextInput
            type="datetime-local"
            label={words.start}
            description={words.startHint}
            miw={220}
            {...form.getInputProps('startDate')}
          />
          <TextInput
            type="datetime-local"
            label={words.end}
            description={words.endHint}
            miw={220}
            {...form.getInputProps('expirationDate')}
          />
        </Group>
        <Text size="xs" c="dimmed">
          {words.zone(timeZone)}
        </Text>
      </Stack>
      <Radio.Group label={words.status} {...form.getInputProps('status')}>
        <Stack gap="sm" mt="xs">
          <Radio value="0" label={words.draft} description={words.draftHint} />
          <Radio
            value="1"
            label={words.published}
            description={mayPublish ? words.publishedHint : words.mayNotPublish}
            disabled={!mayPublish}
          />
        </Stack>
      </Radio.Group>
    </>
  )
}
