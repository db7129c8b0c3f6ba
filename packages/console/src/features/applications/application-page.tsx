import { Alert, Button, Group, Menu, Stack, Text } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import type { Manifest } from '@watchword/protocol/api/application.ts'
import type { Loaded } from '#api/save-over.ts'
import { downloadText } from '#ui/download.ts'
import { LinkButton } from '#ui/link-button.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { AppBadges, OnOff } from './app-mark.tsx'
import { CardSection } from './card-section.tsx'
import { Connect } from './connect.tsx'
import { newerOffer } from './facts.ts'
import { type Application, fileNameOf, manifestOf, nameOf } from './manifest.ts'
import { applicationWords } from './messages.ts'
import { TakeOffer } from './offered.tsx'
import { useApplication, useOffered } from './queries.ts'
import { SecretActions, useSecretActions } from './secret-actions.tsx'
import { SettingsCard } from './settings-card.tsx'
import { UsageCard, WhoCard } from './usage-card.tsx'
import { useActions } from './use-actions.ts'

const words = applicationWords.page

/** One application: how it does, how to connect, what it may do, and all that can be done with it. */
export function ApplicationPage() {
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string }
  const query = useApplication(id)
  const loaded = query.data
  return (
    <Page
      title={loaded === undefined ? '…' : nameOf(loaded.value)}
      {...(loaded?.value.description ? { lead: loaded.value.description } : {})}
      crumbs={[{ label: words.crumb, to: '/applications' }]}
      actions={loaded === undefined ? null : <Actions loaded={loaded} />}
    >
      <QueryView query={query} height={600}>
        {({ value }) => <Body application={value} />}
      </QueryView>
    </Page>
  )
}

function Body({ application }: { readonly application: Application }) {
  const { id, enabled, first_party: _, ...rest } = application
  return (
    <Stack gap="lg">
      <Group gap="md">
        <OnOff isOn={enabled} />
        <AppBadges application={application} />
        <Source application={application} />
      </Group>
      {enabled ? null : <Alert color="yellow">{words.isOff}</Alert>}
      <Newer application={application} />
      <CardSection title={words.connect}>
        <Connect clientId={id} manifest={rest as Manifest} />
      </CardSection>
      <UsageCard application={application} />
      <WhoCard application={application} />
      <SettingsCard application={application} />
    </Stack>
  )
}

function Source({ application }: { readonly application: Application }) {
  const { global_application_version: version } = application
  if (version === undefined) return null
  return (
    <Text size="sm" c="dimmed">
      {words.published(version)}
    </Text>
  )
}

/** A version that the operator published since. */
function Newer({ application }: { readonly application: Application }) {
  const { data = [] } = useOffered()
  const offered = newerOffer(data, application.id)
  if (offered === undefined) return null
  return (
    <Alert>
      <Group justify="space-between">
        <Text size="sm">{applicationWords.offered.newer(offered.version)}</Text>
        <TakeOffer offered={offered} installed={application} />
      </Group>
    </Alert>
  )
}

function Actions({ loaded }: { readonly loaded: Loaded<Application> }) {
  const { value } = loaded
  const { turn, uninstall } = useActions(value)
  const secrets = useSecretActions(value)
  const isPublic = value.token_endpoint_auth_method === 'none'
  return (
    <>
      <LinkButton to={`/applications/${value.id}/edit`}>{words.edit}</LinkButton>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={words.more}>
            <IconDots size={18} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={turn}>{value.enabled ? words.disable : words.enable}</Menu.Item>
          {isPublic ? null : (
            <>
              <Menu.Item onClick={secrets.show}>{applicationWords.secret.show}</Menu.Item>
              <Menu.Item onClick={secrets.askForNew}>{applicationWords.secret.reroll}</Menu.Item>
            </>
          )}
          <Menu.Item onClick={() => download(value)}>{words.download}</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="var(--mantine-color-error)" onClick={uninstall}>
            {words.uninstall}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SecretActions application={value} actions={secrets} />
    </>
  )
}

/** The manifest as a file. */
function download(application: Application): void {
  const text = `${JSON.stringify(manifestOf(application), null, 2)}\n`
  downloadText(fileNameOf(application), text, 'application/json')
}
