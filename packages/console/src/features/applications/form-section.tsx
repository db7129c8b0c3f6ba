import { Stack, Text, Title } from '@mantine/core'
import type { useForm } from '@mantine/form'
import { type ReactNode, useId } from 'react'
import type { FormValues } from './form-values.ts'

export type AppForm = ReturnType<typeof useForm<FormValues>>
export type SectionProps = { readonly form: AppForm }

/** A part of the form under its heading. */
export function Section({
  title,
  lead,
  children,
}: {
  readonly title: string
  readonly lead?: string
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <Stack className="ww-card" component="section" aria-labelledby={id} p="lg" gap="md">
      <Stack gap={2}>
        <Title order={2} size="h5" id={id}>
          {title}
        </Title>
        {lead === undefined ? null : (
          <Text size="sm" c="dimmed">
            {lead}
          </Text>
        )}
      </Stack>
      {children}
    </Stack>
  )
}

/** What is wrong with a group of fields. */
export function GroupFault({ text }: { readonly text: ReactNode }) {
  if (text === undefined || text === null || text === '') return null
  return (
    <Text size="sm" c="var(--mantine-color-error)" role="alert">
      {text}
    </Text>
  )
}

/** What is handed to a field that is no plain input. */
export function setter<Name extends keyof FormValues>(form: AppForm, name: Name) {
  return (value: FormValues[Name]) => {
    form.setFieldValue(name as string, value as never)
    form.clearFieldError(name)
  }
}
