import { NumberInput, Radio, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import type { Editor } from '#ui/use-editor.ts'
import type { Campaign } from './campaign.ts'
import { runsOf } from './campaign-state.tsx'
import type { EngagementValues } from './engagement.ts'
import { engagementWords as words } from './engagement-messages.ts'

type Props = { readonly editor: Editor<EngagementValues> }

/** What is offered, and on what. */
export function OfferFields({ editor: { form } }: Props) {
  return (
    <>
      <TextInput
        label={words.name}
        description={words.nameHint}
        required
        maxLength={100}
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <Textarea
        label={words.description}
        autosize
        minRows={2}
        maxLength={1000}
        {...form.getInputProps('description')}
      />
      <Choice
        label={words.conversation}
        options={words.conversations}
        order={['1', '0']}
        props={form.getInputProps('conversationType')}
      />
      <Choice
        label={words.channel}
        options={words.channels}
        order={['1', '2']}
        props={form.getInputProps('channel')}
      />
    </>
  )
}

/** A few ways to go, each explained. */
export function Choice({
  label,
  options,
  order,
  props,
}: {
  readonly label: string
  readonly options: Readonly<Record<string, readonly string[]>>
  readonly order: readonly string[]
  readonly props: object
}) {
  return (
    <Radio.Group label={label} {...props}>
      <Stack gap="sm" mt="xs">
        {order.map((value) => (
          <Radio
            key={value}
            value={value}
            label={options[value]?.[0]}
            description={options[value]?.[1]}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

/** On which pages, and in which language. */
export function WhereFields({ editor: { form } }: Props) {
  return (
    <>
      <Textarea
        label={words.entryPoints}
        description={words.entryPointsHint}
        autosize
        minRows={3}
        spellCheck={false}
        autoCapitalize="off"
        {...form.getInputProps('entryPoints')}
      />
      <TextInput
        label={words.language}
        description={words.languageHint}
        maxLength={50}
        spellCheck={false}
        maw={320}
        {...form.getInputProps('language')}
      />
      <NumberInput
        label={words.weight}
        description={words.weightHint}
        min={0}
        max={1000}
        hideControls
        maw={320}
        {...form.getInputProps('weight')}
      />
    </>
  )
}

/** Who answers, and whether it is shown. */
export function ThenFields({
  editor: { form },
  skills,
  campaign,
}: Props & {
  readonly skills: readonly Pick<Skill, 'id' | 'name'>[]
  readonly campaign: Campaign
}) {
  const { value, onChange, error } = form.getInputProps('skillId')
  return (
    <>
      <Select
        label={words.skill}
        description={words.skillHint}
        placeholder={words.anySkill}
        data={skills.map(({ id, name }) => ({ value: `${id}`, label: name }))}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': words.anySkill }}
        maw={420}
        value={value === '' ? null : value}
        onChange={(chosen) => onChange(chosen ?? '')}
        error={error}
      />
      <Switch
        label={words.enabled}
        description={words.enabledHint}
        {...form.getInputProps('enabled', { type: 'checkbox' })}
      />
      <Stack gap={2}>
        <Text size="sm" fw={500}>
          {words.availability}
        </Text>
        <Text size="sm" c="dimmed">
          {words.availabilityText(runsOf(campaign))}
        </Text>
      </Stack>
    </>
  )
}
