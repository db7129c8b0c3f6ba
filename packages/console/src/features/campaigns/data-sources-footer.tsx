import { Anchor, Group, Stack, Text, Title } from '@mantine/core'
import { useMay } from '#api/context.tsx'
import { AccountLink } from '#ui/page.tsx'
import { campaignWords } from './messages.ts'

const words = campaignWords.footer

/** The foot of Campaign Builder: what its engagements stand on. */
export function DataSourcesFooter() {
  const links = [
    { to: '/data-sources/connectors', label: words.connectors, shown: useMay('connectors:read') },
    { to: '/data-sources/api-keys', label: words.apiKeys, shown: useMay('apiKeys:read') },
  ].filter(({ shown }) => shown)
  if (links.length === 0) return null
  return (
    <Stack gap={4} mt="xl" pt="md" style={{ borderTop: '1px solid var(--ww-line)' }}>
      <Title order={2} size="h5">
        {words.title}
      </Title>
      <Text size="sm" c="dimmed">
        {words.lead}
      </Text>
      <Group gap="lg">
        {links.map(({ to, label }) => (
          <Anchor
            key={to}
            size="sm"
            py={4}
            renderRoot={(props) => <AccountLink to={to} {...props} />}
          >
            {label}
          </Anchor>
        ))}
      </Group>
    </Stack>
  )
}
