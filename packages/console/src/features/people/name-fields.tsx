import { Textarea, TextInput } from '@mantine/core'
import { peopleWords as words } from './messages.ts'

type Named = { readonly name: string; readonly description: string }

/** What every one of them has. */
export function NameFields<Values extends Named>({
  form,
  disabled = false,
}: {
  readonly form: {
    readonly getInputProps: (field: 'name' | 'description') => object
    readonly values: Values
  }
  readonly disabled?: boolean
}) {
  return (
    <>
      <TextInput
        label={words.name}
        required
        maxLength={100}
        autoComplete="off"
        disabled={disabled}
        {...form.getInputProps('name')}
      />
      <Textarea
        label={words.description}
        autosize
        minRows={2}
        maxLength={1000}
        disabled={disabled}
        {...form.getInputProps('description')}
      />
    </>
  )
}
