import { Button, Text } from '@mantine/core'
import type { useForm } from '@mantine/form'
import { type ReactNode, useState } from 'react'
import { CardSection } from './card-section.tsx'
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
    <CardSection {...section} actions={button} wrap="nowrap">
      {isOpen ? section.children : null}
    </CardSection>
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
