import { NumberInput, Stack, Textarea, TextInput, Title } from '@mantine/core'
import type { Editor } from '#ui/use-editor.ts'
import { allowsEverybody } from './ip-ranges.ts'
import type { KeyValues } from './key-form.ts'
import { apiKeyWords } from './messages.ts'
import { PrivilegeTree } from './privilege-tree.tsx'

const words = apiKeyWords.form

/** What is said of a key when it is made, and what can be changed of it. */
export function KeyFields({ form }: { readonly form: Editor<KeyValues>['form'] }) {
  const { privileges, ipRanges, expirationTime } = form.values
  const isPast = expirationTime !== '' && new Date(expirationTime).getTime() <= Date.now()
  const privilegesProps = form.getInputProps('privileges')
  return (
    <Stack gap="xl">
      <Stack>
        <TextInput
          label={words.name}
          description={words.nameHint}
          required
          maxLength={256}
          autoComplete="off"
          {...form.getInputProps('appName')}
        />
        <Textarea
          label={words.description}
          autosize
          minRows={2}
          {...form.getInputProps('appDescription')}
        />
      </Stack>
      <PrivilegeTree
        label={words.may}
        description={words.mayLead}
        error={`${privilegesProps.error ?? ''}`}
        chosen={privileges}
        onChange={(chosen) => form.setFieldValue('privileges', chosen)}
      />
      <Stack>
        <Title order={2} size="h5">
          {words.where}
        </Title>
        <Textarea
          label={words.ranges}
          description={
            allowsEverybody(ipRanges) ? `${words.rangesHint} ${words.everybody}` : words.rangesHint
          }
          placeholder={'203.0.113.7\n10.0.0.0-10.0.0.99\n2001:db8::/32'}
          autosize
          minRows={3}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          {...form.getInputProps('ipRanges')}
        />
        <TextInput
          type="datetime-local"
          label={words.expires}
          description={isPast ? words.past : words.expiresHint}
          maw={280}
          max="9999-12-31T23:59"
          {...form.getInputProps('expirationTime')}
        />
        <NumberInput
          label={words.rate}
          description={words.rateHint}
          maw={280}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          clampBehavior="none"
          {...form.getInputProps('callsPerMinute')}
        />
      </Stack>
    </Stack>
  )
}
