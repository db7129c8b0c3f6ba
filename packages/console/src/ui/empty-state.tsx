import { Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** Nothing here yet: what this is good for, and the first step. */
export function EmptyState({
  icon,
  title,
  lead,
  action,
}: {
  readonly icon: ReactNode
  readonly title: string
  readonly lead: string
  readonly action?: ReactNode
}) {
  return (
    <Stack className="ww-card" align="center" ta="center" gap="sm" px="lg" py={56}>
      <ThemeIcon size={56} radius="xl" variant="light" aria-hidden="true">
        {icon}
      </ThemeIcon>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" maw="30rem">
        {lead}
      </Text>
      {action}
    </Stack>
  )
}
