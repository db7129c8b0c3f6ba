import { ActionIcon, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { common } from '#messages/common.ts'
import { featureFault } from './fields.ts'
import { settingWords } from './messages.ts'

const words = settingWords.featureList

/** Switches by their names, and a place for another one. */
export function FeatureList({
  features,
  error,
  onChange,
}: {
  readonly features: Readonly<Record<string, boolean>>
  readonly error: ReactNode
  readonly onChange: (features: Readonly<Record<string, boolean>>) => void
}) {
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string>()
  const names = Object.keys(features).sort()
  function add() {
    const wrong = featureFault(typed, features)
    setFault(wrong && words[wrong])
    if (wrong !== undefined) return
    onChange({ ...features, [typed]: true })
    setTyped('')
  }
  return (
    <Stack gap="sm">
      {names.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.empty}
        </Text>
      ) : null}
      {names.map((name) => (
        <Group key={name} justify="space-between" wrap="nowrap">
          <Switch
            label={<span className="ww-mono">{name}</span>}
            checked={features[name] === true}
            onChange={({ currentTarget }) =>
              onChange({ ...features, [name]: currentTarget.checked })
            }
          />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={words.remove(name)}
            onClick={() => {
              const { [name]: _, ...rest } = features
              onChange(rest)
            }}
          >
            <IconTrash size={16} aria-hidden="true" />
          </ActionIcon>
        </Group>
      ))}
      <Group align="flex-start" gap="xs">
        <TextInput
          flex="1 1 14rem"
          label={words.name}
          placeholder={words.nameHint}
          value={typed}
          error={fault ?? error}
          onChange={({ currentTarget }) => setTyped(currentTarget.value.trim())}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
          autoComplete="off"
          spellCheck={false}
        />
        <Button
          variant="default"
          mt={25}
          onClick={add}
          aria-label={`${words.add}: ${typed || common.none}`}
        >
          {words.add}
        </Button>
      </Group>
    </Stack>
  )
}
