import { Accordion, Button, Group, Loader, Stack, Text, Title } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconStethoscope,
} from '@tabler/icons-react'
import type { ConnectorCheck } from '@watchword/protocol/api/connector-report.ts'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { type Finding, fieldOfFinding, sorted } from './doctor.ts'
import { doctorWords as words } from './doctor-messages.ts'
import type { ConnectorValues, FieldName } from './form-values.ts'
import type { Doctor } from './use-doctor.ts'

/** What the doctor says of the form as it stands, beside it. */
export function DoctorPanel({
  doctor,
  values,
  missing,
  onGo,
}: {
  readonly doctor: Doctor
  readonly values: ConnectorValues
  /** Labels of what is not filled in yet. */
  readonly missing: readonly string[]
  readonly onGo: (field: FieldName) => void
}) {
  const { check, fault, isChecking, isStale, checkNow } = doctor
  return (
    <Stack component="section" aria-label={words.title} className="ww-card" p="md" gap="sm">
      <Group justify="space-between" wrap="nowrap">
        <Group gap="xs" wrap="nowrap">
          <IconStethoscope size={18} stroke={1.6} aria-hidden="true" />
          <Title order={2} size="h5">
            {words.title}
          </Title>
        </Group>
        {isChecking ? <Loader size="xs" aria-hidden="true" /> : null}
      </Group>
      <Text size="sm" c="dimmed">
        {words.lead}
      </Text>
      {missing.length === 0 ? null : (
        <Text size="sm">
          {words.missing} <strong>{missing.join(', ')}</strong>.
        </Text>
      )}
      <Text size="sm" role="status" fw={500}>
        {statusOf(doctor)}
      </Text>
      {isStale && !isChecking && missing.length === 0 ? (
        <Text size="xs" c="dimmed">
          {words.stale}
        </Text>
      ) : null}
      {fault === undefined ? null : <ProblemAlert fault={fault} title={words.failed} />}
      {check === undefined ? null : <Findings check={check} values={values} onGo={onGo} />}
      {missing.length > 0 ? null : (
        <Button variant="default" size="xs" onClick={checkNow} disabled={isChecking}>
          {words.checkNow}
        </Button>
      )}
    </Stack>
  )
}

function statusOf({ check, isChecking }: Doctor): string {
  if (isChecking) return words.checking
  if (check === undefined) return ''
  const { faults, warnings, fine } = sorted(check.findings)
  const verdict = words.verdict[check.verdict as keyof typeof words.verdict]
  return `${verdict}: ${words.summary(faults.length, warnings.length, fine.length)}.`
}

/** Faults and warnings with what to do; what is fine is folded. */
export function Findings({
  check,
  values,
  onGo,
}: {
  readonly check: ConnectorCheck
  readonly values: Pick<ConnectorValues, 'method' | 'jwtValidationType'>
  readonly onGo?: (field: FieldName) => void
}) {
  const { faults, warnings, fine } = sorted(check.findings)
  return (
    <Stack gap="sm">
      {[...faults, ...warnings].map((finding, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one finding may come twice, and none has state
        <FindingRow key={index} finding={finding} values={values} onGo={onGo} />
      ))}
      {fine.length === 0 ? null : (
        <Accordion variant="default" order={3} chevronPosition="left">
          <Accordion.Item value="fine" style={{ border: 0 }}>
            <Accordion.Control px={0}>
              <Text size="sm">{words.fine(fine.length)}</Text>
            </Accordion.Control>
            <Accordion.Panel styles={{ content: { paddingInline: 0 } }}>
              <Stack gap="sm">
                {fine.map((finding, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: one finding may come twice, and none has state
                  <FindingRow key={index} finding={finding} values={values} />
                ))}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      )}
    </Stack>
  )
}

const icons = {
  fault: [IconCircleX, 'cn-bad'],
  warning: [IconAlertTriangle, 'cn-warn'],
  ok: [IconCircleCheck, 'cn-good'],
} as const

function FindingRow({
  finding,
  values,
  onGo,
}: {
  readonly finding: Finding
  readonly values: Pick<ConnectorValues, 'method' | 'jwtValidationType'>
  readonly onGo?: ((field: FieldName) => void) | undefined
}) {
  const { verdict, message, value, advice } = finding
  const kind = verdict in icons ? (verdict as keyof typeof icons) : 'warning'
  const [Icon, tone] = icons[kind]
  const field = fieldOfFinding(finding, values)
  return (
    <div className="cn-finding">
      <Icon size={18} className={tone} aria-label={words.marks[kind]} />
      <Stack gap={2} align="flex-start">
        <Text size="sm">{message}</Text>
        {value === null ? null : <code className="ww-mono">{value}</code>}
        {advice === null ? null : (
          <Text size="sm" c="dimmed">
            {advice}
          </Text>
        )}
        {onGo === undefined || field === undefined ? null : (
          <Button variant="subtle" size="compact-xs" ml={-6} onClick={() => onGo(field)}>
            {words.change}
          </Button>
        )}
      </Stack>
    </div>
  )
}
