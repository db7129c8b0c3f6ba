import { MultiSelect, Radio, Stack, Switch, Text, TextInput } from '@mantine/core'
import { type FoldedProps, FoldedSection, setter } from './form-section.tsx'
import { applicationWords } from './messages.ts'
import { useProfileNames } from './queries.ts'

const words = applicationWords.form

/** Whose users may use it, and whether it is in their menu. */
export function AudienceSection({ form, isFolded }: FoldedProps) {
  const { audience, enabled_for_profiles: chosen, quick_launch_enabled: isOn } = form.values
  const { data = [] } = useProfileNames()
  return (
    <FoldedSection
      title={words.audience}
      lead={words.audienceLead}
      isFolded={isFolded}
      hasFault={['enabled_for_profiles', 'entry_uri'].some(
        (member) => form.errors[member] !== undefined,
      )}
    >
      <Radio.Group
        aria-label={words.audience}
        value={audience}
        onChange={(value) => form.setFieldValue('audience', value === 'some' ? 'some' : 'all')}
      >
        <Stack gap="xs">
          <Radio value="all" label={words.everybody} />
          <Radio value="some" label={words.someProfiles} />
        </Stack>
      </Radio.Group>
      {audience === 'all' ? null : (
        <MultiSelect
          label={words.profiles}
          data={data.map(({ id, name }) => ({ value: `${id}`, label: name }))}
          value={[...chosen]}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': words.clear }}
          onChange={setter(form, 'enabled_for_profiles')}
          error={form.errors['enabled_for_profiles']}
        />
      )}
      {audience === 'some' && chosen.length === 0 ? <Text size="sm">{words.nobody}</Text> : null}
      <Switch
        label={words.quickLaunch}
        checked={isOn}
        onChange={({ currentTarget }) =>
          form.setFieldValue('quick_launch_enabled', currentTarget.checked)
        }
      />
      <TextInput
        label={words.entry}
        description={words.entryHint}
        maxLength={1024}
        autoComplete="off"
        {...form.getInputProps('entry_uri')}
      />
    </FoldedSection>
  )
}
