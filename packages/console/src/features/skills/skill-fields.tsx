import { Group, MultiSelect, NumberInput, Radio, Select, Stack, Switch, Text } from '@mantine/core'
import type { Lob } from '@watchword/protocol/api/lob.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import type { Editor } from '#ui/use-editor.ts'
import { NameFields } from '../people/name-fields.tsx'
import { skillWords as words } from './messages.ts'
import type { SkillValues } from './skill.ts'

type Props = {
  readonly editor: Editor<SkillValues>
  /** The others. */
  readonly skills: readonly Skill[]
  readonly lobs: readonly Lob[]
  /** How many agent groups its conversations are split among. */
  readonly routes: number
}

const optionsOf = (all: readonly { readonly id: number; readonly name: string }[]) =>
  all.map(({ id, name }) => ({ value: `${id}`, label: name }))

export function SkillFields({ editor, skills, lobs, routes }: Props) {
  const { form } = editor
  return (
    <>
      <NameFields form={form} />
      <MultiSelect
        label={words.lobs}
        description={words.lobsHint}
        data={optionsOf(lobs)}
        searchable
        {...form.getInputProps('lobIds')}
      />
      <Transfers editor={editor} skills={skills} />
      <Fallback editor={editor} skills={skills} />
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <NumberInput
          label={words.maxWait}
          min={0}
          allowDecimal={false}
          hideControls
          miw={160}
          {...form.getInputProps('maxWaitTime')}
        />
        <NumberInput
          label={words.wrapUp}
          description={words.wrapUpHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={0}
          allowDecimal={false}
          hideControls
          miw={160}
          {...form.getInputProps('wrapUpTime')}
        />
        <NumberInput
          label={words.order}
          description={words.orderHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDecimal={false}
          hideControls
          miw={160}
          {...form.getInputProps('skillOrder')}
        />
      </Group>
      {routes === 0 ? null : (
        <Text size="sm" c="dimmed">
          {words.routing(routes)}
        </Text>
      )}
    </>
  )
}

function Transfers({ editor: { form }, skills }: Pick<Props, 'editor' | 'skills'>) {
  const { canTransfer, transfers, skillTransferList } = form.values
  return (
    <Stack gap="sm">
      <Switch
        label={words.canTransfer}
        description={words.canTransferHint}
        {...form.getInputProps('canTransfer', { type: 'checkbox' })}
      />
      {canTransfer ? (
        <Radio.Group label={words.transfer} {...form.getInputProps('transfers')}>
          <Group mt="xs">
            <Radio value="every" label={words.transfers.every} />
            <Radio value="some" label={words.transfers.some} />
          </Group>
        </Radio.Group>
      ) : null}
      {canTransfer && transfers === 'some' ? (
        <MultiSelect
          label={words.transferList}
          description={skillTransferList.length === 0 ? words.none : undefined}
          data={optionsOf(skills)}
          searchable
          {...form.getInputProps('skillTransferList')}
        />
      ) : null}
    </Stack>
  )
}

function Fallback({ editor: { form }, skills }: Pick<Props, 'editor' | 'skills'>) {
  const { value, onChange, error } = form.getInputProps('fallbackSkill')
  return (
    <>
      <Select
        label={words.fallback}
        description={words.fallbackHint}
        placeholder={words.noFallback}
        data={optionsOf(skills)}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': words.noFallback }}
        maw={420}
        value={value === '' ? null : value}
        onChange={(chosen) => onChange(chosen ?? '')}
        error={error}
      />
      <Switch
        label={words.away}
        {...form.getInputProps('fallbackWhenAllAgentsAreAway', { type: 'checkbox' })}
      />
    </>
  )
}
