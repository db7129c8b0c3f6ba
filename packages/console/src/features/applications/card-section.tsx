import { Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

/** A part of a page or form about one application, under its heading. */
export function CardSection({
  title,
  lead,
  actions,
  wrap = 'wrap',
  children,
}: {
  readonly title: string
  readonly lead?: string | undefined
  readonly actions?: ReactNode
  /** `nowrap`: the actions stay beside the heading on a phone too. */
  readonly wrap?: 'wrap' | 'nowrap'
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <Stack className="ww-card" component="section" aria-labelledby={id} p="lg" gap="md">
      <Group justify="space-between" align="flex-start" wrap={wrap} gap="sm">
        <Stack gap={2}>
          <Title order={2} size="h5" id={id}>
            {title}
          </Title>
          {lead === undefined ? null : (
            <Text size="sm" c="dimmed">
              {lead}
            </Text>
          )}
        </Stack>
        {actions}
      </Group>
      {children}
    </Stack>
  )
}
