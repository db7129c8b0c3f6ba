import { List, Select, Stack, Text } from '@mantine/core'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { fieldId } from './field-id.ts'
import { requiredFor } from './fields.ts'
import { formWords as words } from './form-messages.ts'
import type { ConnectorFormState } from './form-state.ts'
import { connectorWords } from './messages.ts'
import { type Method, methods, typeOf } from './method.ts'

/** The choice that decides the rest of the form. A connector of type 0 stays one, and no other becomes one. */
export function MethodInput({
  form,
  before,
}: {
  readonly form: ConnectorFormState
  readonly before: ConnectorObject | undefined
}) {
  const { method } = form.getValues()
  const possible = methods.filter(
    (one) => before === undefined || (typeOf(one) === 0) === (before.type === 0),
  )
  const needed = requiredFor(form.getValues())
    .filter((name) => name !== 'name')
    .map((name) => words.fields[name].label)
  return (
    <Stack gap={6}>
      {possible.length === 1 ? null : (
        <Select
          id={fieldId('method')}
          label={words.fields.method.label}
          description={
            <>
              {words.fields.method.hint} <code className="cn-wire-name">type, pkceEnabled</code>
            </>
          }
          data={possible.map((one) => ({ value: one, label: connectorWords.methods[one] }))}
          renderOption={({ option }) => (
            <Stack gap={0}>
              <Text size="sm" fw={500}>
                {option.label}
              </Text>
              <Text size="xs" c="dimmed">
                {words.methodHints[option.value as Method]}
              </Text>
            </Stack>
          )}
          allowDeselect={false}
          error={form.errors['method']}
          value={method}
          onChange={(chosen) => chosen !== null && form.setFieldValue('method', chosen as Method)}
        />
      )}
      <Text size="sm">{words.methodHints[method]}</Text>
      {needed.length === 0 ? null : (
        <List size="sm" listStyleType="none" c="dimmed">
          <List.Item>
            {words.recommended} {needed.join(', ')}
          </List.Item>
        </List>
      )}
    </Stack>
  )
}
