import { Alert, Select, Stack, Switch, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import type { AgentGroup } from '@watchword/protocol/api/agent-group.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import type { Loaded } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import { EditorForm } from '#ui/editor-form.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useConfig, useConfigs } from '../people/config.ts'
import { useMembers } from '../people/members.tsx'
import { peopleWords } from '../people/messages.ts'
import { NameFields } from '../people/name-fields.tsx'
import { useConfigEditor } from '../people/use-config-editor.ts'
import { UsedBy } from '../people/used-by.tsx'
import {
  bodyOfGroup,
  type GroupValues,
  mayChangeGroup,
  newGroup,
  parentsFor,
  reachOf,
  rootId,
  usesOfGroup,
  valuesOfGroup,
  wayTo,
} from './group.ts'
import { groupWords as words } from './messages.ts'
import { useGroupRights } from './use-group-rights.ts'

const crumb = { label: words.title, to: '/agent-groups' }

/** A new group below another. */
export function NewGroupPage() {
  const { parentId = '' } = useParams({ strict: false })
  const query = useConfigs<AgentGroup>('agentGroups')
  const rights = useGroupRights()
  return (
    <Page title={words.add} lead={words.lead} crumbs={[crumb]} width="text">
      <QueryView query={query} height={400}>
        {(groups) => {
          const mayAdd = rights.all || reachOf(groups, rights.managed).has(Number(parentId))
          return mayAdd ? (
            <GroupForm loaded={undefined} groups={groups} parentId={Number(parentId)} />
          ) : (
            <ProblemAlert fault={common.problem.forbidden} />
          )
        }}
      </QueryView>
    </Page>
  )
}

/** One group: where it is, who is in it and who manages it. */
export function GroupPage() {
  const { groupId = '' } = useParams({ strict: false })
  const id = Number(groupId)
  const query = useConfig<AgentGroup>('agentGroups', id)
  const groups = useConfigs<AgentGroup>('agentGroups')
  const rights = useGroupRights()
  const all = groups.data ?? []
  const mayAdd = rights.all || reachOf(all, rights.managed).has(id)
  return (
    <Page
      title={query.data?.value.name ?? words.label}
      lead={wayTo(all, id).slice(0, -1).join(' › ') || undefined}
      crumbs={[crumb]}
      width="text"
      actions={mayAdd ? <AddBelow id={id} /> : undefined}
    >
      <QueryView query={query} height={480}>
        {(loaded) => (
          <QueryView query={groups} height={480}>
            {(known) => <KnownGroup loaded={loaded} groups={known} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  )
}

function AddBelow({ id }: { readonly id: number }) {
  return (
    <LinkButton
      to={`/agent-groups/below/${id}`}
      variant="default"
      leftSection={<IconPlus size={16} aria-hidden="true" />}
    >
      {words.addBelow}
    </LinkButton>
  )
}

function KnownGroup({
  loaded,
  groups,
}: {
  readonly loaded: Loaded<AgentGroup>
  readonly groups: readonly AgentGroup[]
}) {
  const rights = useGroupRights()
  const mayChange = mayChangeGroup(groups, loaded.value, rights)
  return (
    <Stack gap="xl">
      {mayChange ? (
        <GroupForm key={loaded.value.id} loaded={loaded} groups={groups} parentId={rootId} />
      ) : (
        <Alert color="blue">
          {rights.managed.length > 0 ? words.nobodyElse : peopleWords.readOnly}
        </Alert>
      )}
      <Uses group={loaded.value} groups={groups} mayRemove={mayChange} />
    </Stack>
  )
}

function GroupForm({
  loaded,
  groups,
  parentId,
}: {
  readonly loaded: Loaded<AgentGroup> | undefined
  readonly groups: readonly AgentGroup[]
  readonly parentId: number
}) {
  const isRoot = loaded?.value.id === rootId
  const parents = parentsFor(groups, loaded?.value.id, useGroupRights())
  const editor = useConfigEditor<AgentGroup, GroupValues>({
    kind: 'agentGroups',
    loaded,
    initial: newGroup(parentId),
    valuesOf: valuesOfGroup,
    bodyOf: bodyOfGroup,
    pageOf: (id) => `/agent-groups/${id}`,
    tell: (values) => [
      [peopleWords.name, values.name],
      [peopleWords.description, values.description],
      [words.parent, parents.find(({ value }) => value === values.parentGroupId)?.label ?? ''],
      [words.enabled, values.isEnabled ? common.yes : common.no],
    ],
  })
  const { form } = editor
  const { onChange, ...parent } = form.getInputProps('parentGroupId')
  return (
    <EditorForm
      editor={editor}
      label={words.label}
      submitLabel={loaded === undefined ? common.actions.create : common.actions.save}
      cancelTo="/agent-groups"
    >
      <NameFields form={form} />
      {isRoot ? (
        <Text size="sm" c="dimmed">
          {words.root}
        </Text>
      ) : (
        <>
          <Select
            label={words.parent}
            description={words.parentHint}
            data={[...parents]}
            searchable
            allowDeselect={false}
            {...parent}
            onChange={(chosen) => onChange(chosen ?? form.values.parentGroupId)}
          />
          <Switch
            label={words.enabled}
            description={words.enabledHint}
            {...form.getInputProps('isEnabled', { type: 'checkbox' })}
          />
        </>
      )}
    </EditorForm>
  )
}

function Uses({
  group: { id, name },
  groups,
  mayRemove,
}: {
  readonly group: AgentGroup
  readonly groups: readonly AgentGroup[]
  readonly mayRemove: boolean
}) {
  const skills = useConfigs<Skill>('skills')
  const managers = useMembers(words.byManagers, { by: 'agentGroups', id, managers: true })
  const members = useMembers(words.byMembers, { by: 'agentGroups', id })
  return (
    <UsedBy
      kind="agentGroups"
      object={{ id, name }}
      members={[managers, members]}
      uses={skills.data && usesOfGroup(id, { groups, skills: skills.data }, words)}
      mayRemove={mayRemove}
      backTo="/agent-groups"
      {...(id === rootId ? { stays: words.root } : {})}
    />
  )
}
