import { ActionIcon, Button, Group, Input, Select, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { mappableAttributes } from '@watchword/protocol/consumers/mappable-attributes.ts'
import type { Field } from './fields.ts'
import { formWords } from './form-messages.ts'
import type { ConnectorFormState } from './form-state.ts'
import type { Pair } from './form-values.ts'

const words = formWords.pairs
const attributes = [...mappableAttributes]

/** Names and values, one pair below the other. For claims, the names are the attributes that there are. */
export function PairsInput({
  field,
  form,
}: {
  readonly field: Field
  readonly form: ConnectorFormState
}) {
  const name = field.name === 'claimMapping' ? 'claimMapping' : 'authorizeParameters'
  const { label, hint } = formWords.fields[name]
  const pairs = form.getValues()[name]
  const set = (changed: readonly Pair[]) => form.setFieldValue(name, [...changed])
  const change = (index: number, part: Partial<Pair>) =>
    set(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)))
  return (
    <Input.Wrapper
      label={label}
      description={
        <>
          {hint} <code className="cn-wire-name">{name}</code>
        </>
      }
      error={form.errors[name]}
      labelElement="div"
    >
      <Stack gap="xs" mt={6} id={`connector-${name}`} tabIndex={-1}>
        {pairs.map((pair, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and keep their order
          <Group key={index} gap="xs" wrap="nowrap">
            <NameInput
              isAttribute={name === 'claimMapping'}
              value={pair.name}
              onChange={(changed) => change(index, { name: changed })}
            />
            <TextInput
              flex={1}
              aria-label={name === 'claimMapping' ? words.claim : words.value}
              placeholder={name === 'claimMapping' ? words.claim : words.value}
              value={pair.value}
              onChange={({ currentTarget }) => change(index, { value: currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              aria-label={words.remove(pair.name === '' ? words.unnamed : pair.name)}
              onClick={() => set(pairs.filter((_, at) => at !== index))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          aria-label={`${words.add}: ${label}`}
          onClick={() => set([...pairs, { name: '', value: '' }])}
        >
          {words.add}
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}

function NameInput({
  isAttribute,
  value,
  onChange,
}: {
  readonly isAttribute: boolean
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  if (isAttribute) {
    return (
      <Select
        flex={1}
        searchable
        aria-label={words.attribute}
        placeholder={words.attribute}
        data={attributes}
        value={value === '' ? null : value}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    )
  }
  return (
    <TextInput
      flex={1}
      aria-label={words.name}
      placeholder={words.name}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
