import {
  Autocomplete,
  Button,
  CloseButton,
  Fieldset,
  Group,
  NumberInput,
  Stack,
  TextInput,
} from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type FoldedProps, FoldedSection, GroupFault, setter } from './form-section.tsx'
import { applicationWords } from './messages.ts'
import { eventName, isKept, knownEvents, type WebhookRow, webhookFaultOf } from './webhooks.ts'

const words = applicationWords.form
const blank: WebhookRow = { event: '', endpoint: '', maxRetries: '', headers: [] }

/** Where events of conversations are sent. */
export function WebhooksSection({ form, isFolded }: FoldedProps) {
  const { webhooks, retention } = form.values
  const change = setter(form, 'webhooks')
  const unused = knownEvents.find((event) => webhooks.every((row) => row.event !== event))
  return (
    <FoldedSection
      title={words.webhooks}
      lead={words.webhooksLead}
      isFolded={isFolded}
      hasFault={form.errors['webhooks'] !== undefined}
    >
      {webhooks.map((row, index) => (
        <Webhook
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; its event is being typed
          key={index}
          row={row}
          isJudged={form.errors['webhooks'] !== undefined}
          onChange={(next) => change(webhooks.with(index, next))}
          onRemove={() => change(webhooks.toSpliced(index, 1))}
        />
      ))}
      <Group>
        <AddButton
          label={words.addWebhook}
          onClick={() => change([...webhooks, { ...blank, event: unused ?? '' }])}
        />
      </Group>
      {webhooks.length === 0 ? null : (
        <NumberInput
          label={words.retention}
          description={words.retentionHint}
          value={retention}
          min={2}
          max={259_200}
          allowDecimal={false}
          hideControls
          onChange={(value) =>
            form.setFieldValue('retention', typeof value === 'number' ? value : '')
          }
        />
      )}
      <GroupFault text={form.errors['webhooks']} />
    </FoldedSection>
  )
}

function AddButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<IconPlus size={14} aria-hidden="true" />}
      onClick={onClick}
    >
      {label}
    </Button>
  )
}

function Webhook({
  row,
  isJudged,
  onChange,
  onRemove,
}: {
  readonly row: WebhookRow
  /** Somebody tried to save: what is left out is told too. */
  readonly isJudged: boolean
  readonly onChange: (row: WebhookRow) => void
  readonly onRemove: () => void
}) {
  const wrong = webhookFaultOf(row)
  const faultOf = (field: 'event' | 'endpoint') =>
    wrong === field && (isJudged || row.endpoint !== '') ? words.webhookFaults[field] : undefined
  const short = eventName(row.event)
  return (
    <Fieldset legend={words.webhook(short)}>
      <Stack gap="sm">
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <Autocomplete
            flex={1}
            label={words.event}
            data={[...knownEvents]}
            value={row.event}
            error={faultOf('event')}
            onChange={(event) => onChange({ ...row, event })}
          />
          <CloseButton
            mt={26}
            size="lg"
            aria-label={words.removeWebhook(short)}
            onClick={onRemove}
          />
        </Group>
        <TextInput
          label={words.endpoint}
          placeholder="https://"
          type="url"
          maxLength={2048}
          value={row.endpoint}
          error={faultOf('endpoint')}
          autoComplete="off"
          onChange={({ currentTarget }) => onChange({ ...row, endpoint: currentTarget.value })}
        />
        <NumberInput
          label={words.retries}
          value={row.maxRetries}
          min={0}
          max={5}
          allowDecimal={false}
          onChange={(value) =>
            onChange({ ...row, maxRetries: typeof value === 'number' ? value : '' })
          }
        />
        <Headers row={row} onChange={onChange} />
        {wrong === 'header' || wrong === 'value' ? (
          <GroupFault text={words.webhookFaults[wrong]} />
        ) : null}
      </Stack>
    </Fieldset>
  )
}

function Headers({
  row,
  onChange,
}: {
  readonly row: WebhookRow
  readonly onChange: (row: WebhookRow) => void
}) {
  const { headers } = row
  const short = eventName(row.event)
  const change = (index: number, part: Partial<WebhookRow['headers'][number]>) =>
    onChange({
      ...row,
      headers: headers.map((header, at) => (at === index ? { ...header, ...part } : header)),
    })
  return (
    <>
      {headers.map((header, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; its name is being typed
        <Group key={index} gap="xs" wrap="nowrap">
          <TextInput
            flex={1}
            aria-label={words.headerOf(short, index + 1)}
            placeholder={words.header}
            value={header.name}
            autoComplete="off"
            onChange={({ currentTarget }) => change(index, { name: currentTarget.value })}
          />
          <TextInput
            flex={2}
            aria-label={words.headerValueOf(short, index + 1)}
            placeholder={isKept(header, row.event) ? words.headerKept : words.headerValue}
            value={header.value}
            autoComplete="off"
            onChange={({ currentTarget }) => change(index, { value: currentTarget.value })}
          />
          <CloseButton
            size="lg"
            aria-label={words.removeHeader(short, index + 1)}
            onClick={() => onChange({ ...row, headers: headers.toSpliced(index, 1) })}
          />
        </Group>
      ))}
      <Group>
        <AddButton
          label={words.addHeader}
          onClick={() => onChange({ ...row, headers: [...headers, { name: '', value: '' }] })}
        />
      </Group>
    </>
  )
}
