import { Group, Text } from '@mantine/core'
import type { KeyState } from './key-state.ts'
import { apiKeyWords } from './messages.ts'

/** How a key is: a coloured dot beside the word, never the colour alone. */
export function KeyMark({ state }: { readonly state: KeyState }) {
  return (
    <Group gap={8} wrap="nowrap" component="span">
      <span className={`ww-dot ${tones[state]}`} aria-hidden="true" />
      <Text size="sm" component="span">
        {apiKeyWords.states[state]}
      </Text>
    </Group>
  )
}

const tones: Readonly<Record<KeyState, string>> = {
  disabled: 'quiet',
  expired: 'bad',
  ending: 'warn',
  unused: 'quiet',
  used: 'good',
}
