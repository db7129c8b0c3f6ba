import { Stack, Text, Title } from '@mantine/core'

/** The heading of a part of a page, and what it is for. */
export function SectionHead({ title, lead }: { readonly title: string; readonly lead: string }) {
  return (
    <Stack gap={2}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed">
        {lead}
      </Text>
    </Stack>
  )
}
