import { Group, Text } from '@mantine/core'
import type { Health } from './health.ts'
import { connectorWords as words } from './messages.ts'

/** How a connector does: a coloured dot beside the word, never the colour alone. */
export function HealthMark({ health }: { readonly health: Health }) {
  return (
    <Group gap={8} wrap="nowrap" component="span">
      <span className={`ww-dot ${tones[health]}`} aria-hidden="true" />
      <Text size="sm" component="span">
        {words.health[health]}
      </Text>
    </Group>
  )
}

const tones: Readonly<Record<Health, string>> = {
  unused: 'quiet',
  working: 'good',
  doubtful: 'warn',
  failing: 'bad',
  down: 'bad',
}
