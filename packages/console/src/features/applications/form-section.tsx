import { Button, Group, Stack, Text, Title } from '@mantine/core'
import type { useForm } from '@mantine/form'
import { type ReactNode, useId, useState } from 'react'
import type { FormValues } from './form-values.ts'
import { applicationWords } from './messages.ts'

export type AppForm = ReturnType<typeof useForm<FormValues>>
export type SectionProps = { readonly form: AppForm }
export type FoldedProps = SectionProps & { readonly isFolded: boolean }

/** A part that few need: what is in it shows when somebody asks, or when something in it is wrong. */
export function FoldedSection({
  isFolded,
  hasFault,
  ...section
}: {
  readonly title: string
  readonly lead: string
  readonly isFolded: boolean
  readonly hasFault: boolean
  readonly children: ReactNode
}) {
  const [isOpen, setOpen] = useState(!isFolded)
  // It stays open while what was wrong is mended.
  if (hasFault && !isOpen) setOpen(true)
  const words = applicationWords.form
  const button = (
    <Button
      size="compact-sm"
      variant="subtle"
      aria-expanded={isOpen}
      aria-label={`${isOpen ? words.hide : words.change}: ${section.title}`}
      onClick={() => setOpen(!isOpen)}
    >
      {isOpen ? words.hide : words.change}
    </Button>
  )
  return (
    <Section {...section} actions={button}>
      {isOpen ? section.children : null}
    </Section>
  )
}

/** A part of the form under its heading. */
export function Section({
  title,
  lead,
  actions,
  children,
}: {
  readonly title: string
  readonly lead?: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <Stack className="ww-card" component="section" aria-labelledby={id} p="lg" gap="md">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
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
        {actions}
      </Group>
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
