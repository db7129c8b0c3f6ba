import './audit.css'
import { Group, Stack } from '@mantine/core'
import { useMay, useMe } from '#api/context.tsx'
import { Page } from '#ui/page.tsx'
import { EventDrawer } from './event-drawer.tsx'
import { ExportButton } from './export-button.tsx'
import { Filters } from './filters.tsx'
import { auditMenu } from './menu.ts'
import { auditWords as words } from './messages.ts'
import { Trail } from './trail.tsx'
import { useAuditSearch } from './use-audit-search.ts'
import { VerifyButton } from './verify-button.tsx'

/** The audit trail: filters that stand in the address, the list, and one event beside it. */
export function AuditPage() {
  const { search, filter, clear, close } = useAuditSearch()
  const mayRead = useMay('audit:read')
  const { isAdministrator } = useMe()
  const { event, ...filters } = search
  return (
    <Page
      title={auditMenu.title}
      lead={words.lead}
      actions={
        mayRead ? (
          <Group gap="xs">
            {isAdministrator ? <VerifyButton /> : null}
            <ExportButton filters={filters} />
          </Group>
        ) : null
      }
    >
      <Stack gap="md">
        {mayRead ? <Filters filters={filters} onChange={filter} onClear={clear} /> : null}
        <Trail filters={filters} onClear={clear} />
      </Stack>
      <EventDrawer sequence={event} onClose={close} />
    </Page>
  )
}
