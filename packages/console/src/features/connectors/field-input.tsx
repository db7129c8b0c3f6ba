import {
  Button,
  MultiSelect,
  NumberInput,
  Radio,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { fieldId } from './field-id.ts'
import type { Field } from './fields.ts'
import { formWords as words } from './form-messages.ts'
import type { ConnectorFormState } from './form-state.ts'
import type { FieldName } from './form-values.ts'
import { discoveryAddress } from './issuer-address.ts'
import { PairsInput } from './pairs-input.tsx'
import { ReportOnlyInput } from './report-only-input.tsx'
import { SecretInput } from './secret-input.tsx'

/** What a field is good for, and what it is called on the wire. */
function Hint({ name, hint }: { readonly name: FieldName; readonly hint: string }) {
  return (
    <>
      {hint} <code className="cn-wire-name">{name}</code>
    </>
  )
}

type InputProps = {
  readonly field: Field
  readonly form: ConnectorFormState
  readonly before: ConnectorObject | undefined
  readonly onMade: (secret: string) => void
}

/** One field, typed as its kind wants it. */
export function FieldInput({ field, form, before, onMade }: InputProps) {
  const { name } = field
  const { label, hint, example } = { example: undefined, ...words.fields[name] }
  const values = form.getValues()
  const shared = {
    id: fieldId(name),
    label,
    description: <Hint name={name} hint={hint} />,
    withAsterisk: field.required?.(values) ?? false,
    ...form.getInputProps(name),
  }
  const text = { placeholder: example, autoComplete: 'off', spellCheck: false }
  switch (field.kind) {
    case 'text':
      return <TextInput {...shared} {...text} />
    case 'address':
      return (
        <Stack gap={4} align="stretch">
          <TextInput {...shared} {...text} inputMode="url" />
          {name === 'discoveryEndpoint' ? <Discover form={form} /> : null}
        </Stack>
      )
    case 'key':
      return <Textarea {...shared} {...text} autosize minRows={4} maxRows={12} className="cn-key" />
    case 'switch':
      return <Switch {...shared} {...form.getInputProps(name, { type: 'checkbox' })} />
    case 'seconds':
      return (
        <NumberInput
          {...shared}
          min={0}
          max={300}
          allowDecimal={false}
          clampBehavior="strict"
          styles={{ wrapper: { maxWidth: 160 } }}
        />
      )
    case 'texts':
      return <TagsInput {...shared} placeholder={tagsPlaceholder(values[name], example)} />
    case 'choices':
      return <MultiSelect {...shared} data={[...field.options]} />
    case 'choice':
      return <ChoiceInput shared={shared} field={field} form={form} />
    case 'pairs':
    case 'claims':
      return <PairsInput field={field} form={form} />
    case 'secret':
      return <SecretInput form={form} before={before} shared={shared} onMade={onMade} />
    case 'rules':
      return <ReportOnlyInput form={form} />
    case 'method':
      return null
  }
}

function tagsPlaceholder(value: unknown, example: string | undefined): string {
  return Array.isArray(value) && value.length > 0 ? '' : (example ?? '')
}

/** Three choices or fewer are seen at once. */
function ChoiceInput({
  shared,
  field,
  form,
}: {
  readonly shared: {
    readonly id: string
    readonly label: string
    readonly description: React.ReactNode
  }
  readonly field: Field & { readonly options: readonly string[] }
  readonly form: ConnectorFormState
}) {
  const { name, options } = field
  const data = options.map((value) => ({ value, label: words.options[value] ?? value }))
  const { value, error } = form.getInputProps(name)
  const choose = (chosen: string) => form.setFieldValue(name, chosen as never)
  if (options.length > 3) {
    return (
      <Select
        {...shared}
        data={data}
        allowDeselect={false}
        error={error}
        value={value}
        onChange={(chosen) => chosen !== null && choose(chosen)}
      />
    )
  }
  return (
    <Radio.Group
      label={shared.label}
      description={shared.description}
      error={error}
      value={value}
      onChange={choose}
      id={shared.id}
    >
      <Stack gap={6} mt={8}>
        {data.map((option) => (
          <Radio key={option.value} {...option} name={`connector-${name}`} />
        ))}
      </Stack>
    </Radio.Group>
  )
}

/** The address that metadata of an issuer have by the standard, ready to be taken. */
function Discover({ form }: { readonly form: ConnectorFormState }) {
  const { issuer, discoveryEndpoint } = form.getValues()
  const address = discoveryAddress(issuer)
  if (address === undefined || discoveryEndpoint !== '') return null
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      style={{ alignSelf: 'flex-start' }}
      h="auto"
      onClick={() => form.setFieldValue('discoveryEndpoint', address)}
    >
      <Text
        size="sm"
        style={{ overflowWrap: 'anywhere', whiteSpace: 'normal', textAlign: 'start' }}
      >
        {words.discover(address)}
      </Text>
    </Button>
  )
}
