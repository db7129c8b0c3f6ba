import { Alert, Button, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { ConsentOfUser, GrantOfUser } from '@watchword/protocol/api/grant.ts'
import { type ReactNode, useMemo } from 'react'
import { useApi } from '#api/context.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Moment } from '#ui/moment.tsx'
import { notifyDone, notifyProblem } from '#ui/notify.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { SectionHead } from '#ui/section-head.tsx'
import type { Column } from '#ui/table-types.ts'
import { applicationWords } from './messages.ts'
import { paths, refresh, useConsents, useGrants } from './queries.ts'

const words = applicationWords.grantsPage

/** What applications hold of the account's users, and what users agreed to. */
export function GrantsPage() {
  const { application } = useSearch({ strict: false }) as { readonly application?: unknown }
  const clientId =
    typeof application === 'string' && /^[\w-]{1,64}$/.test(application) ? application : undefined
  return (
    <Page title={applicationWords.grants} lead={words.lead}>
      <Stack gap="xl">
        {clientId === undefined ? null : (
          <Alert>
            {words.ofOne}
            <AccountLink to="/grants">{words.seeAll}</AccountLink>
          </Alert>
        )}
        <Grants clientId={clientId} />
        <Consents clientId={clientId} />
      </Stack>
    </Page>
  )
}

type Of = { readonly clientId: string | undefined }

function Grants({ clientId }: Of) {
  const query = useGrants({ clientId })
  const take = useTakeGrant()
  const columns = useMemo(() => grantColumns(take), [take])
  return (
    <Part title={words.grants} lead={words.grantsLead}>
      <QueryView query={query} height={280}>
        {({ grants, total }) =>
          total === 0 ? (
            <Text size="sm">{words.noGrants}</Text>
          ) : (
            <>
              <DataTable label={words.grants} rows={grants} columns={columns} rowId={grantId} />
              <Cut shown={grants.length} total={total} />
            </>
          )
        }
      </QueryView>
    </Part>
  )
}

function Consents({ clientId }: Of) {
  const query = useConsents({ clientId })
  const take = useTakeConsent()
  const columns = useMemo(() => consentColumns(take), [take])
  return (
    <Part title={words.consents} lead={words.consentsLead}>
      <QueryView query={query} height={200}>
        {({ consents, total }) =>
          total === 0 ? (
            <Text size="sm">{words.noConsents}</Text>
          ) : (
            <>
              <DataTable
                label={words.consents}
                rows={consents}
                columns={columns}
                rowId={consentId}
              />
              <Cut shown={consents.length} total={total} />
            </>
          )
        }
      </QueryView>
    </Part>
  )
}

function Part(of: { readonly title: string; readonly lead: string; readonly children: ReactNode }) {
  return (
    <Stack gap="sm">
      <SectionHead title={of.title} lead={of.lead} />
      {of.children}
    </Stack>
  )
}

function Cut({ shown, total }: { readonly shown: number; readonly total: number }) {
  if (shown >= total) return null
  return (
    <Text size="sm" c="dimmed">
      {words.shown(shown, total)}
    </Text>
  )
}

const grantId = ({ id }: GrantOfUser) => id
const consentId = ({ userId, clientId }: ConsentOfUser) => `${userId} ${clientId}`
const userOf = ({ loginName, userId }: GrantOfUser | ConsentOfUser) => loginName || `${userId}`
const applicationOf = ({ clientName }: GrantOfUser | ConsentOfUser) => clientName || words.gone
const mayOf = (grant: GrantOfUser) =>
  grant.path === 'sentinel' ? words.all : grant.scopes.join(' ')

function grantColumns(take: (grant: GrantOfUser) => void): readonly Column<GrantOfUser>[] {
  return [
    {
      ...{ key: 'user', title: words.user, width: 'minmax(5rem, 1fr)', text: userOf },
      show: (row) => (row.current ? `${userOf(row)} (${words.current})` : userOf(row)),
    },
    {
      ...{ key: 'application', title: words.application, width: 'minmax(6rem, 1.5fr)' },
      text: applicationOf,
    },
    { key: 'may', title: words.may, width: 'minmax(8rem, 2fr)', wide: true, text: mayOf },
    {
      ...{ key: 'used', title: words.lastUsed, width: 'minmax(7rem, 1fr)', wide: true },
      text: ({ lastUsedAt }) => lastUsedAt,
      show: ({ lastUsedAt }) => <Moment at={lastUsedAt} />,
    },
    {
      ...{ key: 'ends', title: words.expires, width: 'minmax(6rem, 1fr)', wide: true },
      text: ({ expiresAt }) => expiresAt,
      show: ({ expiresAt }) => <Moment at={expiresAt} />,
    },
    {
      ...{ key: 'actions', title: words.actions, width: '6.25rem' },
      text: () => '',
      show: (row) => (
        <TakeBack
          label={words.revokeGrant(applicationOf(row), userOf(row))}
          onClick={() => take(row)}
        />
      ),
    },
  ]
}

function consentColumns(take: (consent: ConsentOfUser) => void): readonly Column<ConsentOfUser>[] {
  return [
    { key: 'user', title: words.user, width: 'minmax(5rem, 1fr)', text: userOf },
    {
      ...{ key: 'application', title: words.application, width: 'minmax(6rem, 1.5fr)' },
      text: applicationOf,
    },
    {
      ...{ key: 'allowed', title: words.allowed, width: 'minmax(8rem, 2fr)', wide: true },
      text: ({ scopes }) => scopes.join(' '),
    },
    {
      ...{ key: 'changed', title: words.changed, width: 'minmax(7rem, 1fr)', wide: true },
      text: ({ updatedAt }) => updatedAt,
      show: ({ updatedAt }) => <Moment at={updatedAt} />,
    },
    {
      ...{ key: 'actions', title: words.actions, width: '6.25rem' },
      text: () => '',
      show: (row) => (
        <TakeBack
          label={words.revokeConsent(applicationOf(row), userOf(row))}
          onClick={() => take(row)}
        />
      ),
    },
  ]
}

function TakeBack({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button size="compact-sm" variant="default" aria-label={label} onClick={onClick}>
      {words.revoke}
    </Button>
  )
}

function useTakeGrant() {
  const api = useApi()
  const queries = useQueryClient()
  const confirm = useConfirm()
  return useMemo(
    () => (grant: GrantOfUser) => {
      const [application, user] = [applicationOf(grant), userOf(grant)]
      const take = async () => {
        const yes = await confirm({
          title: words.grantTitle(application),
          lead: words.grantLead,
          breaks: [
            words.grantBreaks(application, user),
            ...(grant.current ? [words.ownSession] : []),
          ],
          action: words.revoke,
        })
        if (!yes) return
        await api.call('DELETE', paths.grant(grant.id))
        notifyDone(words.done)
        await refresh(queries)
      }
      take().catch(notifyProblem)
    },
    [api, queries, confirm],
  )
}

function useTakeConsent() {
  const api = useApi()
  const queries = useQueryClient()
  const confirm = useConfirm()
  return useMemo(
    () => (consent: ConsentOfUser) => {
      const [application, user] = [applicationOf(consent), userOf(consent)]
      const take = async () => {
        const yes = await confirm({
          title: words.consentTitle(application),
          lead: words.consentLead,
          breaks: [words.consentBreaks(application, user)],
          action: words.revoke,
        })
        if (!yes) return
        await api.call('DELETE', paths.consent(consent.userId, consent.clientId))
        notifyDone(words.done)
        await refresh(queries)
      }
      take().catch(notifyProblem)
    },
    [api, queries, confirm],
  )
}
