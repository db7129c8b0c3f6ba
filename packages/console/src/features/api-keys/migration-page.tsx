import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import type { MigratedKey, MigrationReport } from '@watchword/protocol/api/key-report.ts'
import { useState } from 'react'
import { useMay } from '#api/context.tsx'
import { number } from '#messages/catalogue.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { apiKeyWords } from './messages.ts'
import { MigrateDialog, MigratedOnce } from './migrate-dialog.tsx'
import { useMigration } from './queries.ts'
import { keyToolWords } from './tool-messages.ts'
import { callsOf } from './usage.ts'

const words = keyToolWords.migrate
const crumb = { label: apiKeyWords.title, to: '/data-sources/api-keys' }

type Row = MigrationReport['keys'][number]

/** What each key would need as an application, and the click that makes it one. */
export function MigrationPage() {
  const query = useMigration()
  const mayMigrate = [useMay('apiKeys:write'), useMay('applications:write')].every(Boolean)
  const [moved, setMoved] = useState<Row>()
  const [made, setMade] = useState<{ readonly key: Row; readonly migrated: MigratedKey }>()
  return (
    <Page title={words.title} lead={words.lead} crumbs={[crumb]}>
      <QueryView query={query} height={260}>
        {({ keys }) =>
          keys.length === 0 ? (
            <EmptyState icon={<IconArrowRight />} title={words.none.title} lead={words.none.lead} />
          ) : (
            <ul className="ww-card ww-list" aria-label={words.title}>
              {keys.map((key) => (
                <KeyRow
                  key={key.keyId}
                  row={key}
                  onMove={mayMigrate ? () => setMoved(key) : undefined}
                />
              ))}
            </ul>
          )
        }
      </QueryView>
      <MigrateDialog
        row={moved}
        onClose={() => setMoved(undefined)}
        onMade={(key, migrated) => {
          setMoved(undefined)
          setMade({ key, migrated })
        }}
      />
      <MigratedOnce
        name={made?.key.appName ?? ''}
        migrated={made?.migrated}
        onClose={() => setMade(undefined)}
      />
    </Page>
  )
}

function KeyRow({ row, onMove }: { readonly row: Row; readonly onMove: (() => void) | undefined }) {
  const { keyId, appName, lastOAuth1UseAt, scopes, unusedScopes } = row
  return (
    <li className="ww-list-row">
      <Stack gap={6} flex={1} miw={240}>
        <Title order={2} size="h5">
          <AccountLink to={`/data-sources/api-keys/${encodeURIComponent(keyId)}`}>
            {appName}
          </AccountLink>
        </Title>
        <Text size="sm" c="dimmed">
          {words.lastUsed}: <Moment at={lastOAuth1UseAt} /> · {words.calls}: {number(callsOf(row))}
        </Text>
        <Group gap={6}>
          <Text size="sm">{words.scopes}:</Text>
          {scopes.length === 0 ? <Text size="sm">{words.noScopes}</Text> : null}
          {scopes.map((scope) => (
            <ScopeBadge key={scope} scope={scope} isUnused={unusedScopes.includes(scope)} />
          ))}
        </Group>
      </Stack>
      {onMove === undefined ? null : (
        <Button variant="default" size="sm" onClick={onMove} aria-label={words.makeFor(appName)}>
          {words.make}
        </Button>
      )}
    </li>
  )
}

/** A scope; one that nothing used is struck through, and says so. */
export function ScopeBadge({
  scope,
  isUnused,
}: {
  readonly scope: string
  readonly isUnused: boolean
}) {
  return (
    <Badge variant={isUnused ? 'default' : 'light'} tt="none" fw={500}>
      {isUnused ? words.unused(scope) : scope}
    </Badge>
  )
}
