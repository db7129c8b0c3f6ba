import { SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconMessages } from '@tabler/icons-react'
import { useMe } from '#api/context.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { AccountLink } from '#ui/page.tsx'
import { destinationsFor } from '../../navigation.ts'
import './home.css'
import { words } from './page-messages.ts'

/** The pages that somebody may open, for who administers nothing. It asks the API for nothing. */
export function Shortcuts() {
  const me = useMe()
  const places = destinationsFor(me).filter(({ to }) => to !== '/')
  if (places.length === 0) {
    return (
      <EmptyState
        icon={<IconMessages />}
        title={words.here.nothing}
        lead={words.here.nothingLead}
      />
    )
  }
  return (
    <Stack component="section" gap="sm" aria-label={words.here.title}>
      <Title order={2} size="h4">
        {words.here.title}
      </Title>
      {me.profiles.length === 0 ? null : (
        <Text c="dimmed">{words.here.lead(me.profiles.join(', '))}</Text>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        {places.map(({ to, label, group, icon: Icon }) => (
          <AccountLink key={to} to={to} className="ww-card ww-place">
            <Icon size={22} stroke={1.6} aria-hidden="true" />
            <span>
              {label}
              <Text span size="sm" c="dimmed" display="block" fw={400}>
                {group}
              </Text>
            </span>
          </AccountLink>
        ))}
      </SimpleGrid>
    </Stack>
  )
}
