import { Anchor, Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { IconKey, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SigningKeyView } from '@watchword/protocol/api/signing-key.ts'
import { useState } from 'react'
import { useApi } from '#api/context.tsx'
import { publicOrigin } from '#api/issuer.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Moment } from '#ui/moment.tsx'
import { notifyDone } from '#ui/notify.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { SectionHead } from '#ui/section-head.tsx'
import { Lives } from './lives.tsx'
import { signingKeyMenu } from './menu.ts'
import { signingKeyWords as words } from './messages.ts'
import { retireKey, signingKeysKey, useSigningKeys } from './queries.ts'
import { RotateDialog } from './rotate-dialog.tsx'
import { isForGood, type KeyLine, timelineOf } from './timeline.ts'

/** The keys that the account's issuer signs with: their lives as a picture and as a table. */
export function KeysPage() {
  const query = useSigningKeys()
  return (
    <Page title={signingKeyMenu.title} lead={words.lead}>
      <QueryView query={query} height={420}>
        {({ keys }) =>
          keys.length === 0 ? (
            <EmptyState icon={<IconKey />} title={words.empty.title} lead={words.empty.lead} />
          ) : (
            <Keys keys={keys} />
          )
        }
      </QueryView>
      <Jwks />
    </Page>
  )
}

function Keys({ keys }: { readonly keys: readonly SigningKeyView[] }) {
  const [rotating, setRotating] = useState<string>()
  const timeline = timelineOf(keys, Date.now())
  return (
    <Stack gap="xl">
      <Lives timeline={timeline} />
      {timeline.lines.map((line) => (
        <Line
          key={`${line.purpose} ${line.algorithm}`}
          line={line}
          onRotate={() => setRotating(line.algorithm)}
        />
      ))}
      <RotateDialog algorithm={rotating} onClose={() => setRotating(undefined)} />
    </Stack>
  )
}

function Line({ line, onRotate }: { readonly line: KeyLine; readonly onRotate: () => void }) {
  const { purpose, algorithm, rows, rotatesAt } = line
  const title = words.line(words.purposes[purpose] ?? purpose, algorithm)
  const retire = useRetire()
  return (
    <Stack component="section" gap="sm" aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2}>
          <Title order={2} size="h4">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {rotatesAt === undefined ? (
              words.dueNone
            ) : (
              <>
                {words.due}: <Moment at={rotatesAt} /> ({new Date(rotatesAt).toLocaleString()})
              </>
            )}
          </Text>
        </Stack>
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden="true" />}
          aria-label={words.rotate.buttonOf(algorithm)}
          onClick={onRotate}
        >
          {words.rotate.button}
        </Button>
      </Group>
      <ProblemAlert fault={retire.error} title={words.retire.refused} />
      <Table.ScrollContainer
        minWidth={720}
        className="ww-card"
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      >
        <Table fz="sm" verticalSpacing="sm" horizontalSpacing="md" aria-label={title}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.columns.key}</Table.Th>
              <Table.Th>{words.columns.state}</Table.Th>
              <Table.Th>{words.columns.published}</Table.Th>
              <Table.Th>{words.columns.signs}</Table.Th>
              <Table.Th>{words.columns.until}</Table.Th>
              <Table.Th>{words.columns.needed}</Table.Th>
              <Table.Th>{words.columns.actions}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ key }) => (
              <Row key={key.kid} view={key} onRetire={() => retire.ask(key.kid)} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  )
}

function Row({ view, onRetire }: { readonly view: SigningKeyView; readonly onRetire: () => void }) {
  const { kid, state, publishedAt, signsFrom, signsUntil, neededUntil } = view
  return (
    <Table.Tr>
      <Table.Th scope="row" className="ww-mono" fw={500}>
        {kid}
      </Table.Th>
      <Table.Td>{words.states[state] ?? state}</Table.Td>
      <Table.Td>
        <Moment at={publishedAt} />
      </Table.Td>
      <Table.Td>
        <Moment at={signsFrom} />
      </Table.Td>
      <Table.Td>{signsUntil === undefined ? words.notYet : <Moment at={signsUntil} />}</Table.Td>
      <Table.Td>
        {isForGood(view) ? (
          words.forGood
        ) : neededUntil === undefined ? (
          words.notYet
        ) : (
          <Moment at={neededUntil} />
        )}
      </Table.Td>
      <Table.Td>
        {state === 'kept' ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={onRetire}
            aria-label={words.retire.buttonOf(kid)}
          >
            {words.retire.button}
          </Button>
        ) : null}
      </Table.Td>
    </Table.Tr>
  )
}

function useRetire() {
  const api = useApi()
  const queries = useQueryClient()
  const confirm = useConfirm()
  const { mutate, error } = useMutation({
    mutationFn: (kid: string) => retireKey(api, kid),
    onSuccess: (_, kid) => notifyDone(words.retire.done(kid)),
    onSettled: () => queries.invalidateQueries({ queryKey: signingKeysKey }),
  })
  return {
    error,
    async ask(kid: string) {
      const { title, lead, action } = words.retire
      if (await confirm({ title, lead: lead(kid), action })) mutate(kid)
    },
  }
}

function Jwks() {
  const { accountId } = useApi()
  const url = `${publicOrigin}/oidc/${encodeURIComponent(accountId)}/jwks`
  return (
    <Stack component="section" gap="sm" aria-label={words.jwks.title}>
      <SectionHead title={words.jwks.title} lead={words.jwks.lead} />
      <CopyField label={words.jwks.label} value={url} />
      <Group gap="lg">
        <Anchor size="sm" href={url} target="_blank" rel="noreferrer">
          {words.jwks.open}
        </Anchor>
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <AccountLink to="/audit" search={{ type: 'ACSigningKeyObject' }} {...props} />
          )}
        >
          {words.changes}
        </Anchor>
      </Group>
    </Stack>
  )
}
