import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { IconLockOpen2 } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useApi, useMe } from '#api/context.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Moment } from '#ui/moment.tsx'
import { notifyDone, notifyProblem } from '#ui/notify.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { type AllowedApplication, allowedApplications, consoleClientId } from './allowed.ts'
import { AppMark } from './app-mark.tsx'
import { applicationWords } from './messages.ts'
import { paths, refresh, useConsents, useGrants, useScopes } from './queries.ts'
import { explained } from './scope-choice.ts'

const words = applicationWords.allowedPage

/** What the user who is signed in allowed: for everybody. */
export function AllowedPage() {
  const grants = useGrants('own')
  const consents = useConsents('own')
  return (
    <Page title={applicationWords.allowed} lead={words.lead}>
      <QueryView query={consents} height={240}>
        {(agreed) => (
          <QueryView query={grants} height={240}>
            {(held) => <Allowed all={allowedApplications(held.grants, agreed.consents)} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  )
}

function Allowed({ all }: { readonly all: readonly AllowedApplication[] }) {
  const others = all.filter(({ clientId }) => clientId !== consoleClientId)
  return (
    <Stack>
      <ul className="ww-card ww-list" aria-label={applicationWords.allowed}>
        {all.map((one) => (
          <Row key={one.clientId} allowed={one} />
        ))}
      </ul>
      {others.length > 0 ? null : (
        <EmptyState icon={<IconLockOpen2 />} title={words.nothingTitle} lead={words.nothingLead} />
      )}
    </Stack>
  )
}

function Row({ allowed }: { readonly allowed: AllowedApplication }) {
  const { clientId, current, asked, signIns, since, lastUsedAt } = allowed
  const isConsole = clientId === consoleClientId
  const name = nameOf(allowed)
  const takeBack = useTakeBack()
  return (
    <li className="ww-list-row" style={{ alignItems: 'flex-start' }}>
      <AppMark name={name} />
      <Stack gap={4} flex={1} miw={200}>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          {signIns === 0 ? null : (
            <Badge variant="default" tt="none" fw={500}>
              {words.signedIn(signIns)}
            </Badge>
          )}
        </Group>
        <What allowed={allowed} />
        <Text size="xs" c="dimmed">
          {words.since} <Moment at={since} />
          {lastUsedAt === undefined ? null : (
            <>
              {` · ${words.used} `}
              <Moment at={lastUsedAt} />
            </>
          )}
        </Text>
        {asked || isConsole ? null : (
          <Text size="xs" c="dimmed">
            {words.notAsked}
          </Text>
        )}
        {current ? (
          <Text size="xs" c="dimmed">
            {words.here}
          </Text>
        ) : null}
      </Stack>
      {isConsole ? null : (
        <Button
          variant="default"
          size="xs"
          aria-label={words.revokeOf(name)}
          onClick={() => takeBack(allowed)}
        >
          {applicationWords.grantsPage.revoke}
        </Button>
      )}
    </li>
  )
}

function nameOf({ clientId, name }: AllowedApplication): string {
  if (clientId === consoleClientId) return applicationWords.grantsPage.console
  return name || applicationWords.grantsPage.gone
}

/** What it may do, in the words of the consent page. */
function What({ allowed }: { readonly allowed: AllowedApplication }) {
  const { data = [] } = useScopes()
  const { scopes, mayAll, clientId } = allowed
  if (mayAll || clientId === consoleClientId) {
    return <Text size="sm">{words.all}</Text>
  }
  const texts = explained(scopes, data).map(({ scope, description }) => description ?? scope)
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {texts.join('; ')}
    </Text>
  )
}

/** The consent and all that follows from it; where nobody was asked, every sign-in. */
function useTakeBack() {
  const api = useApi()
  const { userId } = useMe()
  const queries = useQueryClient()
  const confirm = useConfirm()
  async function take(allowed: AllowedApplication) {
    const name = nameOf(allowed)
    const { title, leadOf: lead, breaks } = words
    const yes = await confirm({
      title: title(name),
      lead,
      breaks: allowed.signIns === 0 ? [] : [breaks(name)],
      action: applicationWords.grantsPage.revoke,
    })
    if (!yes) return
    if (allowed.asked) await api.call('DELETE', paths.consent(userId, allowed.clientId))
    else for (const id of allowed.grantIds) await api.call('DELETE', paths.grant(id))
    notifyDone(applicationWords.grantsPage.done)
    await refresh(queries)
  }
  return (allowed: AllowedApplication) => void take(allowed).catch(notifyProblem)
}
