import { Button, CloseButton, Group, Input, Stack, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { redirectUriFault } from '@watchword/protocol/api/redirect-uri-fault.ts'
import type { ReactNode } from 'react'
import { GroupFault } from './form-section.tsx'
import { applicationWords } from './messages.ts'

const words = applicationWords.form

/** Addresses that a browser is sent to, each judged as it is typed, by the rule that the server has. */
export function UrisField({
  label,
  hint,
  nameOf,
  uris,
  type,
  onChange,
  fault,
}: {
  readonly label: string
  readonly hint: string
  readonly nameOf: (index: number) => string
  readonly uris: readonly string[]
  readonly type: 'web' | 'native'
  readonly onChange: (uris: readonly string[]) => void
  readonly fault: ReactNode
}) {
  const rows = uris.length === 0 ? [''] : uris
  return (
    <Stack gap={6} role="group" aria-label={label}>
      <Stack gap={0}>
        <Input.Label component="span">{label}</Input.Label>
        <Input.Description>{hint}</Input.Description>
      </Stack>
      {rows.map((uri, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; nothing else tells equal texts apart
        <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
          <TextInput
            flex={1}
            aria-label={nameOf(index + 1)}
            placeholder="https://"
            type="url"
            value={uri}
            error={uri.trim() === '' ? undefined : redirectUriFault(uri.trim(), type)}
            spellCheck={false}
            autoComplete="off"
            onChange={({ currentTarget }) => onChange(rows.with(index, currentTarget.value))}
          />
          <CloseButton
            size="lg"
            aria-label={words.removeUri(nameOf(index + 1))}
            onClick={() => onChange(rows.toSpliced(index, 1))}
          />
        </Group>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => onChange([...rows, ''])}
        >
          {words.add}
        </Button>
      </Group>
      <GroupFault text={fault} />
    </Stack>
  )
}
