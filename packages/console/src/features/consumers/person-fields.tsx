import { Group, NativeSelect, TextInput } from '@mantine/core'
import { consumerWords } from './messages.ts'
import type { NameKind, TypedName } from './person.ts'

const words = consumerWords.find

export const nobody: TypedName = { kind: 'sub', name: '', issuer: '' }

/** By which name somebody is meant. Nothing of it goes into the page's address. */
export function PersonFields({
  typed,
  error,
  onChange,
}: {
  readonly typed: TypedName
  readonly error: string | undefined
  readonly onChange: (typed: TypedName) => void
}) {
  return (
    <Group align="flex-start" gap="sm">
      <NativeSelect
        label={words.kind}
        flex="1 1 13rem"
        value={typed.kind}
        onChange={({ currentTarget }) =>
          onChange({ ...typed, kind: currentTarget.value as NameKind })
        }
        data={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
      />
      <TextInput
        label={words.name}
        flex="2 1 14rem"
        value={typed.name}
        error={error}
        onChange={({ currentTarget }) => onChange({ ...typed, name: currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
      />
      {typed.kind === 'sub' ? (
        <TextInput
          label={words.issuer}
          placeholder={words.issuerHint}
          flex="2 1 14rem"
          value={typed.issuer}
          onChange={({ currentTarget }) => onChange({ ...typed, issuer: currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
      ) : null}
    </Group>
  )
}
