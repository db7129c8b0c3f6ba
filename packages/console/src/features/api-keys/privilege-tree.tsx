import { ActionIcon, Checkbox, Group, Input, Stack, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import type { PrivilegedApi } from '@watchword/protocol/api/api-privileges.ts'
import { useId, useState } from 'react'
import './privilege-tree.css'
import { apiKeyWords } from './messages.ts'
import {
  type Branch,
  choiceOf,
  nameOf,
  namesOf,
  type PrivilegeName,
  privilegeTree,
  toggled,
} from './privileges.ts'

const words = apiKeyWords.tree

type Chosen = {
  readonly chosen: readonly PrivilegeName[]
  readonly onChange: (chosen: readonly PrivilegeName[]) => void
}

/**
 * What a key may do, as a tree of boxes: category, API, and the ways to use it. A box above others is chosen, not
 * chosen, or in between, and turns all below it.
 */
export function PrivilegeTree({
  label,
  description,
  error,
  ...chosen
}: Chosen & { readonly label: string; readonly description: string; readonly error: string }) {
  const id = useId()
  const isWrong = error !== ''
  return (
    <Stack gap="xs" role="group" aria-labelledby={id} aria-describedby={`${id}-about`}>
      <Text id={id} fw={600} size="sm">
        {label}
      </Text>
      <div id={`${id}-about`}>
        <Input.Description size="sm">{description}</Input.Description>
        {isWrong ? <Input.Error role="alert">{error}</Input.Error> : null}
      </div>
      <ul className="ww-card ww-tree">
        {privilegeTree.map((branch, index) => (
          <BranchRows
            key={branch.category}
            branch={branch}
            isOpenAtFirst={index === 0 || choiceOf(branch.names, chosen.chosen) !== 'none'}
            isWrong={isWrong && index === 0}
            {...chosen}
          />
        ))}
      </ul>
    </Stack>
  )
}

function BranchRows({
  branch,
  isOpenAtFirst,
  isWrong,
  chosen,
  onChange,
}: Chosen & {
  readonly branch: Branch
  readonly isOpenAtFirst: boolean
  readonly isWrong: boolean
}) {
  const { category, names, apis } = branch
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const id = useId()
  const some = names.filter((name) => chosen.includes(name)).length
  return (
    <li>
      <Group gap="xs" px="sm" py={6} wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.open(category)}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronRight size={16} className="ww-tree-mark" aria-hidden="true" />
        </ActionIcon>
        <Box names={names} label={category} isWrong={isWrong} {...{ chosen, onChange }} strong />
        <Text size="xs" c="dimmed" ml="auto">
          {words.chosen(some, names.length)}
        </Text>
      </Group>
      <ul id={id} hidden={!isOpen}>
        {apis.map((api) => (
          <ApiRow key={api.data} api={api} chosen={chosen} onChange={onChange} />
        ))}
      </ul>
    </li>
  )
}

function ApiRow({ api, ...chosen }: Chosen & { readonly api: PrivilegedApi }) {
  const { data, name, types } = api
  return (
    <li className="ww-tree-api">
      <Box names={namesOf(api)} label={name} {...chosen} />
      <Group gap="md" className="ww-tree-types">
        {types.map((type) => (
          <Box
            key={type}
            names={[nameOf(data, type)]}
            label={type}
            about={words.type(name, type)}
            {...chosen}
          />
        ))}
      </Group>
    </li>
  )
}

function Box({
  names,
  label,
  about,
  isWrong = false,
  strong = false,
  chosen,
  onChange,
}: Chosen & {
  readonly names: readonly PrivilegeName[]
  readonly label: string
  readonly about?: string
  readonly isWrong?: boolean
  readonly strong?: boolean
}) {
  const choice = choiceOf(names, chosen)
  return (
    <Checkbox
      label={label}
      aria-label={about}
      aria-invalid={isWrong || undefined}
      checked={choice === 'all'}
      indeterminate={choice === 'some'}
      onChange={() => onChange(toggled(names, chosen))}
      styles={strong ? { label: { fontWeight: 600 } } : {}}
    />
  )
}
