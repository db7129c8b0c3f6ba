import { ActionIcon, CopyButton, Group, Stack, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { common } from '#messages/common.ts'

const { copy, copied } = common.actions

/** A value that people take elsewhere, with a button that copies it. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Stack gap={2}>
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap" align="center">
        <code className="ww-code ww-mono" style={{ flex: 1, padding: '0.375rem 0.625rem' }}>
          {value}
        </code>
        <CopyValue label={label} value={value} />
      </Group>
    </Stack>
  )
}

/** The button alone. What it copies is in its name, for who cannot see where it stands. */
export function CopyValue({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <CopyButton value={value}>
      {({ copied: isCopied, copy: take }) => (
        <Tooltip label={isCopied ? copied : copy}>
          <ActionIcon
            variant="default"
            size="lg"
            onClick={take}
            aria-label={isCopied ? `${copied}: ${label}` : `${copy}: ${label}`}
          >
            {isCopied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}
