import { Checkbox, MultiSelect, NumberInput, Stack, TagsInput, Text } from '@mantine/core'
import { fieldId } from './field-id.ts'
import { formWords } from './form-messages.ts'
import type { ConnectorFormState } from './form-state.ts'
import type { RuleValues } from './form-values.ts'
import { triableRules, withRule } from './report-only.ts'

const words = formWords.reportOnly

/** Rules that are only counted: each is ticked, and has its value beside it where there is more than one. */
export function ReportOnlyInput({ form }: { readonly form: ConnectorFormState }) {
  const values = form.getValues()
  return (
    <Stack gap="sm" id={fieldId('reportOnly')} tabIndex={-1}>
      <Text size="sm">
        {words.lead} <code className="cn-wire-name">reportOnly</code>
      </Text>
      {triableRules(values).map((rule) => (
        <Stack key={rule} gap={6}>
          <Checkbox
            label={words.rule[rule]}
            checked={rule in values.reportOnly}
            onChange={({ currentTarget }) =>
              form.setFieldValue('reportOnly', withRule(values, rule, currentTarget.checked))
            }
          />
          {rule in values.reportOnly ? <RuleValue rule={rule} form={form} /> : null}
        </Stack>
      ))}
      {form.errors['reportOnly'] === undefined ? null : (
        <Text size="sm" c="red" role="alert">
          {form.errors['reportOnly']}
        </Text>
      )}
    </Stack>
  )
}

function RuleValue({
  rule,
  form,
}: {
  readonly rule: keyof RuleValues
  readonly form: ConnectorFormState
}) {
  const { reportOnly } = form.getValues()
  const set = (changed: Partial<RuleValues>) =>
    form.setFieldValue('reportOnly', { ...reportOnly, ...changed })
  const label = `${words.rule[rule]}: ${formWords.fields[rule].label}`
  switch (rule) {
    case 'algorithms':
      return (
        <MultiSelect
          aria-label={label}
          data={['RS256', 'PS256', 'ES256', 'EdDSA']}
          value={reportOnly.algorithms ?? []}
          onChange={(algorithms) => set({ algorithms })}
        />
      )
    case 'clockToleranceSeconds':
      return (
        <NumberInput
          aria-label={label}
          min={0}
          max={300}
          maw={160}
          value={reportOnly.clockToleranceSeconds ?? ''}
          onChange={(clockToleranceSeconds) => set({ clockToleranceSeconds })}
        />
      )
    case 'audience':
      return (
        <TagsInput
          aria-label={label}
          value={reportOnly.audience ?? []}
          onChange={(audience) => set({ audience })}
        />
      )
    default:
      return null
  }
}
