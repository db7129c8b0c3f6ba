import { Button, Group, List, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { MigratedKey, MigrationReport } from '@watchword/protocol/api/key-report.ts'
import { useState } from 'react'
import { useApi } from '#api/context.tsx'
import { publicOrigin } from '#api/issuer.ts'
import { common } from '#messages/common.ts'
import { CodeSample } from '#ui/code-sample.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { faultsOf } from '#ui/form-problems.ts'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { SecretsOnce } from '#ui/secrets-once.tsx'
import { typedNumber } from '#ui/typed-number.ts'
import { keys, paths } from './queries.ts'
import { tokenSampleOf } from './samples.ts'
import { keyToolWords } from './tool-messages.ts'

const words = keyToolWords.migrate

type Row = MigrationReport['keys'][number]
type OnMade = (row: Row, migrated: MigratedKey) => void

/** Asks how the application is called and how long the key works on; then it is made. */
export function MigrateDialog({
  row,
  onClose,
  onMade,
}: {
  readonly row: Row | undefined
  readonly onClose: () => void
  readonly onMade: OnMade
}) {
  return (
    <Modal
      opened={row !== undefined}
      onClose={onClose}
      title={row === undefined ? '' : words.form(row.appName)}
      size="lg"
    >
      {row === undefined ? null : <MigrateForm row={row} onClose={onClose} onMade={onMade} />}
    </Modal>
  )
}

function MigrateForm({
  row,
  onClose,
  onMade,
}: {
  readonly row: Row
  readonly onClose: () => void
  readonly onMade: OnMade
}) {
  const api = useApi()
  const client = useQueryClient()
  const form = useForm<{ name: string; overlapDays: number | string }>({
    initialValues: { name: row.appName, overlapDays: 30 },
    validate: { name: (name) => (name.trim() === '' ? common.required : null) },
  })
  const [fault, setFault] = useState<unknown>()
  const [isMaking, setMaking] = useState(false)

  async function make({ name, overlapDays }: typeof form.values) {
    setMaking(true)
    setFault(undefined)
    try {
      // Nothing typed is not 0 days, after which the key would end at once.
      const body = { name: name.trim(), overlapDays: typedNumber(overlapDays) ?? undefined }
      const { body: made } = await api.call<MigratedKey>('POST', paths.migrate(row.keyId), { body })
      await client.invalidateQueries({ queryKey: keys.all })
      await client.invalidateQueries({ queryKey: ['applications'] })
      onMade(row, made)
    } catch (thrown) {
      const { byField, rest } = faultsOf(thrown, Object.keys(form.values))
      form.setErrors(byField)
      setFault(rest)
      setMaking(false)
    }
  }

  return (
    <form onSubmit={form.onSubmit((values) => make(values))} noValidate>
      <Stack>
        <Text>{words.formLead}</Text>
        <Text size="sm" className="ww-mono">
          {row.scopes.join(' ') || words.noScopes}
        </Text>
        {row.unusedScopes.length === 0 ? null : <Text size="sm">{words.unusedLead}</Text>}
        <TextInput label={words.name} required maxLength={128} {...form.getInputProps('name')} />
        <NumberInput
          label={words.days}
          description={words.daysHint}
          min={0}
          max={365}
          allowDecimal={false}
          maw={280}
          {...form.getInputProps('overlapDays')}
        />
        <ProblemAlert fault={fault} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common.actions.cancel}
          </Button>
          <Button type="submit" loading={isMaking}>
            {words.make}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The application that took the place of a key, and its secret, once. */
export function MigratedOnce({
  name,
  migrated,
  onClose,
}: {
  readonly name: string
  readonly migrated: MigratedKey | undefined
  readonly onClose: () => void
}) {
  const { accountId } = useApi()
  const endpoint = `${publicOrigin}/oidc/${encodeURIComponent(accountId)}/token`
  const values = migrated && [
    { label: words.id, value: migrated.clientId },
    { label: words.secret, value: migrated.clientSecret },
  ]
  return (
    <SecretsOnce title={words.done(name)} values={values} onClose={onClose}>
      {migrated === undefined ? null : (
        <Stack gap="sm">
          <CopyField label={words.tokenEndpoint} value={endpoint} />
          <CodeSample
            samples={[{ title: words.sample, code: tokenSampleOf(endpoint, migrated) }]}
          />
          <Text size="sm">
            {words.ends} <Moment at={migrated.keyEndsAt} />.
          </Text>
          <Bots names={migrated.botLoginNames} />
          <AccountLink to={`/applications/${encodeURIComponent(migrated.clientId)}`}>
            {words.open}
          </AccountLink>
        </Stack>
      )}
    </SecretsOnce>
  )
}

function Bots({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null
  return (
    <Stack gap={4}>
      <Text size="sm">{words.bots}</Text>
      <List size="sm">
        {names.map((bot) => (
          <List.Item key={bot}>{bot}</List.Item>
        ))}
      </List>
    </Stack>
  )
}
