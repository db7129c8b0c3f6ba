import { ActionIcon, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconPlus } from '@tabler/icons-react'
import type { AgentGroup } from '@watchword/protocol/api/agent-group.ts'
import { useState } from 'react'
import { LinkButton } from '#ui/link-button.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useConfigs, useUserCounts } from '../people/config.ts'
import {
  type GroupNode,
  type GroupRights,
  mayChangeGroup,
  parentsFor,
  rootId,
  treeOf,
} from './group.ts'
import { groupWords as words } from './messages.ts'
import { MoveGroup } from './move-group.tsx'
import { flipped } from './moving.ts'
import { useGroupRights } from './use-group-rights.ts'

/** The agent groups as a tree, with who is in them. */
export function GroupsPage() {
  const query = useConfigs<AgentGroup>('agentGroups')
  const rights = useGroupRights()
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={<AddButton groups={query.data ?? []} rights={rights} />}
    >
      <QueryView query={query} height={320}>
        {(groups) => <Tree groups={groups} rights={rights} />}
      </QueryView>
    </Page>
  )
}

/** Below the root, or for whoever manages some groups only, below the first of them. */
function AddButton({
  groups,
  rights,
}: {
  readonly groups: readonly AgentGroup[]
  readonly rights: GroupRights
}) {
  const parents = parentsFor(groups, undefined, rights)
  const first = parents.find(({ value }) => value === `${rootId}`) ?? parents[0]
  if (first === undefined) return null
  return (
    <LinkButton
      to={`/agent-groups/below/${first.value}`}
      leftSection={<IconPlus size={16} aria-hidden="true" />}
    >
      {words.add}
    </LinkButton>
  )
}

type TreeParts = {
  readonly groups: readonly AgentGroup[]
  readonly rights: GroupRights
  readonly closed: ReadonlySet<number>
  readonly onToggle: (id: number) => void
  readonly onMove: (group: AgentGroup) => void
  readonly counts: (id: number) => string
}

function Tree({
  groups,
  rights,
}: {
  readonly groups: readonly AgentGroup[]
  readonly rights: GroupRights
}) {
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set())
  const [moving, setMoving] = useState<AgentGroup>()
  const counts = useCounts()
  const isClosed = closed.size > 0
  return (
    <Stack gap="xs">
      <Group justify="flex-end">
        <Button
          variant="subtle"
          size="xs"
          onClick={() => setClosed(isClosed ? new Set() : new Set(groups.map(({ id }) => id)))}
        >
          {isClosed ? words.openAll : words.closeAll}
        </Button>
      </Group>
      <div className="ww-card">
        <Branch
          nodes={treeOf(groups)}
          depth={0}
          {...{ groups, rights, closed, counts, onMove: setMoving }}
          onToggle={(id) => setClosed(flipped(closed, id))}
        />
      </div>
      <MoveGroup
        group={moving}
        groups={groups}
        rights={rights}
        onClose={() => setMoving(undefined)}
      />
    </Stack>
  )
}

/** How many are in a group and how many manage it, for those who may know. */
function useCounts(): (id: number) => string {
  const { data: countOf } = useUserCounts('agentGroups')
  if (countOf === undefined) return () => ''
  return (id) => {
    const { users, managers } = countOf(id)
    return [words.members(users), words.managers(managers)].join(' · ')
  }
}

function Branch({
  nodes,
  depth,
  ...parts
}: TreeParts & { readonly nodes: readonly GroupNode[]; readonly depth: number }) {
  return (
    <ul className="ww-list" {...(depth === 0 ? { 'aria-label': words.title } : {})}>
      {nodes.map((node) => (
        <li key={node.group.id} className="ww-branch">
          <Row node={node} depth={depth} {...parts} />
          {node.below.length > 0 && !parts.closed.has(node.group.id) ? (
            <Branch nodes={node.below} depth={depth + 1} {...parts} />
          ) : null}
        </li>
      ))}
    </ul>
  )
}

function Row({
  node: { group, below },
  depth,
  groups,
  rights,
  closed,
  onToggle,
  onMove,
  counts,
}: TreeParts & { readonly node: GroupNode; readonly depth: number }) {
  const isClosed = closed.has(group.id)
  const mayMove = group.id !== rootId && mayChangeGroup(groups, group, rights)
  const Chevron = isClosed ? IconChevronRight : IconChevronDown
  return (
    <div
      className="ww-list-row ww-tree-row"
      style={{ paddingInlineStart: `calc(0.5rem + min(${depth} * 1.5rem, 30%))` }}
    >
      {below.length === 0 ? (
        <span style={{ width: 28 }} />
      ) : (
        <ActionIcon
          variant="subtle"
          size={28}
          aria-expanded={!isClosed}
          aria-label={isClosed ? words.open(group.name) : words.close(group.name)}
          onClick={() => onToggle(group.id)}
        >
          <Chevron size={18} aria-hidden="true" />
        </ActionIcon>
      )}
      <Group gap="xs" flex={1} miw={120}>
        <AccountLink to={`/agent-groups/${group.id}`} className="ww-list-name">
          {group.name}
        </AccountLink>
        {group.isEnabled === false ? (
          <Badge variant="default" tt="none" fw={500}>
            {words.disabled}
          </Badge>
        ) : null}
      </Group>
      <Text size="sm" c="dimmed">
        {counts(group.id)}
      </Text>
      {mayMove ? (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={words.moveThis(group.name)}
          onClick={() => onMove(group)}
        >
          {words.move}
        </Button>
      ) : null}
    </div>
  )
}
