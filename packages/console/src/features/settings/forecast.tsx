import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useApi } from '#api/context.tsx'
import { settingWords } from './messages.ts'
import type { SettingsPatch } from './patch.ts'
import { previewSettings } from './queries.ts'

const words = settingWords.forecast

/** What the server says that saving would do, while it is being typed. */
export function Forecast({
  patch,
  onAddAddress,
}: {
  readonly patch: SettingsPatch
  readonly onAddAddress: (address: string) => void
}) {
  const api = useApi()
  const [asked] = useDebouncedValue(JSON.stringify(patch), 400)
  const { data, isError } = useQuery({
    queryKey: ['settings', 'preview', asked],
    queryFn: ({ signal }) => previewSettings(api, JSON.parse(asked) as SettingsPatch, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  })
  // What is wrong is told at its field by saving.
  if (data === undefined || isError) return null
  const { shutsOutCaller, address, endsSessions, openSessions } = data
  const isGrave = shutsOutCaller || endsSessions > 0
  return (
    <Alert
      color={shutsOutCaller ? 'red' : isGrave ? 'yellow' : 'petrol'}
      role="status"
      title={words.title}
      icon={
        isGrave ? (
          <IconAlertTriangle size={20} aria-hidden="true" />
        ) : (
          <IconInfoCircle size={20} aria-hidden="true" />
        )
      }
    >
      <Stack gap="xs">
        {shutsOutCaller ? (
          <Group gap="sm">
            <Text size="sm" flex="1 1 16rem">
              {words.shutsOut(address)}
            </Text>
            <Button size="xs" variant="default" onClick={() => onAddAddress(address)}>
              {words.add(address)}
            </Button>
          </Group>
        ) : null}
        <Text size="sm">
          {endsSessions === 0 ? words.none : words.ends(endsSessions, openSessions)}
        </Text>
      </Stack>
    </Alert>
  )
}
