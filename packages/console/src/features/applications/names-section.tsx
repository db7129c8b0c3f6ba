import { Button, CloseButton, Group, Stack, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { CardSection } from './card-section.tsx'
import { GroupFault, type SectionProps, setter } from './form-section.tsx'
import type { LocalName } from './form-values.ts'
import { applicationWords } from './messages.ts'

const words = applicationWords.form

/** What it is called, here and by its users. */
export function NamesSection({ form }: SectionProps) {
  return (
    <CardSection title={words.names}>
      <TextInput
        label={words.clientName}
        description={words.clientNameHint}
        required
        maxLength={128}
        autoComplete="off"
        {...form.getInputProps('client_name')}
      />
      <TextInput
        label={words.displayName}
        description={words.displayNameHint}
        maxLength={128}
        autoComplete="off"
        {...form.getInputProps('display_name')}
      />
      <TextInput
        label={words.description}
        maxLength={256}
        autoComplete="off"
        {...form.getInputProps('description')}
      />
      <TextInput
        label={words.logo}
        description={words.logoHint}
        maxLength={1024}
        autoComplete="off"
        {...form.getInputProps('logo_uri')}
      />
      <Languages form={form} />
    </CardSection>
  )
}

function Languages({ form }: SectionProps) {
  const { localNames } = form.values
  const change = setter(form, 'localNames')
  return (
    <Stack gap="sm" role="group" aria-label={words.languages}>
      {localNames.map((name, index) => (
        <Language
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; its tag is being typed
          key={index}
          name={name}
          index={index}
          onChange={(next) => change(localNames.with(index, next))}
          onRemove={() => change(localNames.toSpliced(index, 1))}
        />
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => change([...localNames, { tag: '', display_name: '', description: '' }])}
        >
          {words.addLanguage}
        </Button>
      </Group>
      <GroupFault text={form.errors['localNames']} />
    </Stack>
  )
}

function Language({
  name,
  index,
  onChange,
  onRemove,
}: {
  readonly name: LocalName
  readonly index: number
  readonly onChange: (name: LocalName) => void
  readonly onRemove: () => void
}) {
  const { tag } = name
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        label={words.language(index + 1)}
        placeholder="de"
        w={110}
        value={tag}
        autoComplete="off"
        onChange={({ currentTarget }) => onChange({ ...name, tag: currentTarget.value.trim() })}
      />
      <TextInput
        label={words.nameIn(tag)}
        flex={1}
        miw={160}
        maxLength={128}
        value={name.display_name}
        autoComplete="off"
        onChange={({ currentTarget }) => onChange({ ...name, display_name: currentTarget.value })}
      />
      <TextInput
        label={words.descriptionIn(tag)}
        flex={1}
        miw={160}
        maxLength={256}
        value={name.description}
        autoComplete="off"
        onChange={({ currentTarget }) => onChange({ ...name, description: currentTarget.value })}
      />
      <CloseButton size="lg" aria-label={words.removeLanguage(tag)} onClick={onRemove} />
    </Group>
  )
}
