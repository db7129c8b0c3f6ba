import { Accordion, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { useEffect, useRef, useState } from 'react'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { SectionHead } from '#ui/section-head.tsx'
import { useUnsaved } from '#ui/use-unsaved.ts'
import './connectors.css'
import { DoctorPanel } from './doctor-panel.tsx'
import { EncryptionKey } from './encryption-key.tsx'
import { fieldId } from './field-id.ts'
import { FieldInput } from './field-input.tsx'
import {
  changedIn,
  fieldsIn,
  foldedSections,
  openSections,
  type Section,
  sectionOf,
} from './fields.ts'
import { FlowPicture } from './flow-picture.tsx'
import { localFaults, serverFaults } from './form-faults.ts'
import { formWords as words } from './form-messages.ts'
import type { ConnectorFormState } from './form-state.ts'
import { bodyOf, type ConnectorValues, type FieldName } from './form-values.ts'
import { MethodInput } from './method-input.tsx'
import { useDoctor } from './use-doctor.ts'

type ConnectorFormProps = {
  readonly initial: ConnectorValues
  /** The connector that is changed; `undefined`: a new one. */
  readonly before: ConnectorObject | undefined
  /**
   * Saves, and goes on; `false`: it is not saved, and somebody is asked. `madeSecret` was made here and has to be shown
   * once. What it throws is shown.
   */
  readonly onSave: (values: ConnectorValues, madeSecret: string | undefined) => Promise<boolean>
  /** To go to at once: where a debugger's advice leads. */
  readonly goTo?: FieldName | undefined
}

/** A connector with everything that matters for its method, the picture of its way, and the doctor beside it. */
export function ConnectorForm({ initial, before, onSave, goTo }: ConnectorFormProps) {
  const form = useForm<ConnectorValues>({ mode: 'controlled', initialValues: initial })
  const values = form.getValues()
  const [fault, setFault] = useState<unknown>()
  const [isSaving, setSaving] = useState(false)
  const made = useRef<string>(undefined)
  const folds = useFolds(values, goTo)
  const faults = localFaults(values, words.faults)
  const missing = Object.keys(faults)
    .filter((name) => name !== 'name')
    .map((name) => words.fields[name as FieldName].label)
  // Of anonymous consumers there is nobody to ask.
  const hasDoctor = values.method !== 'anonymous'
  const isReady = hasDoctor && missing.length === 0
  const doctor = useDoctor(isReady ? bodyOf(values, before) : undefined)
  const leaves = useRef(false)
  useUnsaved(() => form.isDirty() && !leaves.current)

  async function save() {
    setFault(undefined)
    form.setErrors(faults)
    const first = Object.keys(faults)[0]
    if (first !== undefined) return folds.go(first as FieldName)
    setSaving(true)
    leaves.current = true
    try {
      const { clientSecret } = values
      leaves.current = await onSave(
        values,
        made.current === clientSecret ? clientSecret : undefined,
      )
    } catch (problem) {
      leaves.current = false
      const { byField, rest } = serverFaults(problem, values)
      form.setErrors(byField)
      setFault(rest)
      const named = Object.keys(byField)[0]
      if (named !== undefined) folds.go(named as FieldName)
    } finally {
      setSaving(false)
    }
  }

  const inputs = { form, before, onMade: (secret: string) => (made.current = secret) }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div className="cn-split">
        <Stack>
          <Stack className="ww-card" p="md">
            <SectionHead {...words.sections.start} />
            <MethodInput form={form} before={before} />
            <FlowPicture values={values} />
            {fieldsIn('start', values).map((field) => (
              <FieldInput key={field.name} field={field} {...inputs} />
            ))}
          </Stack>
          {openSections.map((section) => (
            <OpenSection key={section} section={section} {...inputs} />
          ))}
          <FoldedSections inputs={inputs} opened={folds.opened} onChange={folds.setOpened} />
          <ProblemAlert fault={fault} title={words.rest} />
          <Group>
            <Button type="submit" loading={isSaving}>
              {before === undefined ? words.create : words.save}
            </Button>
          </Group>
        </Stack>
        {hasDoctor ? (
          <aside className="cn-aside">
            <DoctorPanel doctor={doctor} values={values} missing={missing} onGo={folds.go} />
          </aside>
        ) : null}
      </div>
    </form>
  )
}

type Inputs = {
  readonly form: ConnectorFormState
  readonly before: ConnectorObject | undefined
  readonly onMade: (secret: string) => void
}

function OpenSection({ section, ...inputs }: Inputs & { readonly section: Section }) {
  const seen = fieldsIn(section, inputs.form.getValues())
  if (seen.length === 0) return null
  return (
    <Stack className="ww-card" p="md">
      <SectionHead {...words.sections[section]} />
      <div className={section === 'page' ? 'cn-pair' : 'cn-fields'}>
        {seen.map((field) => (
          <FieldInput key={field.name} field={field} {...inputs} />
        ))}
      </div>
    </Stack>
  )
}

function FoldedSections({
  inputs,
  opened,
  onChange,
}: {
  readonly inputs: Inputs
  readonly opened: string[]
  readonly onChange: (opened: string[]) => void
}) {
  const values = inputs.form.getValues()
  const seen = foldedSections.filter((section) => fieldsIn(section, values).length > 0)
  if (seen.length === 0) return null
  return (
    <Stack gap="xs">
      <SectionHead title={words.folded} lead={words.foldedLead} />
      <Accordion multiple variant="separated" order={3} value={opened} onChange={onChange}>
        {seen.map((section) => (
          <Accordion.Item key={section} value={section} className="ww-card">
            <Accordion.Control>
              <Group gap="xs">
                <Text fw={500}>{words.sections[section].title}</Text>
                <Changed count={changedIn(section, values)} />
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              <Stack>
                <Text size="sm" c="dimmed">
                  {words.sections[section].lead}
                </Text>
                {fieldsIn(section, values).map((field) => (
                  <FieldInput key={field.name} field={field} {...inputs} />
                ))}
                {section === 'checks' ? <EncryptionKey /> : null}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Stack>
  )
}

function Changed({ count }: { readonly count: number }) {
  if (count === 0) return null
  return (
    <Badge variant="light" tt="none" fw={500}>
      {words.changed(count)}
    </Badge>
  )
}

/** Which parts are open, and going to a field wherever it is. */
function useFolds(values: ConnectorValues, goTo: FieldName | undefined) {
  const [opened, setOpened] = useState<string[]>([])
  const [target, setTarget] = useState<{ readonly name: FieldName } | undefined>(
    goTo === undefined ? undefined : { name: goTo },
  )
  const latest = useRef(values)
  latest.current = values
  useEffect(() => {
    if (target === undefined) return
    const section = sectionOf(target.name, latest.current)
    if (section === undefined) return
    setOpened((before) => (before.includes(section) ? before : [...before, section]))
    let frames = 0
    let frame = 0
    // A part that was folded has to unfold first.
    const tryFocus = () => {
      frames += 1
      if (!focusField(target.name) && frames < 60) frame = requestAnimationFrame(tryFocus)
    }
    frame = requestAnimationFrame(tryFocus)
    return () => cancelAnimationFrame(frame)
  }, [target])
  return { opened, setOpened, go: (name: FieldName) => setTarget({ name }) }
}

function focusField(name: FieldName): boolean {
  const place = document.getElementById(fieldId(name))
  const inside = place?.querySelector<HTMLElement>('input, textarea, button')
  const isInput = place?.matches('input, textarea, button') === true
  const target = isInput ? place : (inside ?? place)
  target?.scrollIntoView({ block: 'center' })
  target?.focus({ preventScroll: true })
  return target !== null && target === document.activeElement
}
