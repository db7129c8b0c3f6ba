import './tiles.css'
import { Anchor, SimpleGrid, Stack, Table, Text, Title, Tooltip } from '@mantine/core'
import { IconCheck, IconMinus, IconRocket } from '@tabler/icons-react'
import type { QuickLaunch } from '@watchword/protocol/api/application-reports.ts'
import { useMay } from '#api/context.tsx'
import { publicOrigin } from '#api/issuer.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { SectionHead } from '#ui/section-head.tsx'
import { AppMark } from './app-mark.tsx'
import { type Application, nameOf } from './manifest.ts'
import { hiddenFromAll, launchAddress, menuApplications, menuStateOf } from './menu-view.ts'
import { applicationWords } from './messages.ts'
import { type ProfileName, useApplications, useProfileNames, useQuickLaunch } from './queries.ts'

const words = applicationWords.menuPage

/** The menu of the user who is signed in; for administrators, everybody's. */
export function MenuPage() {
  const mine = useQuickLaunch()
  const mayManage = useMay('applications:read')
  return (
    <Page title={applicationWords.menu} lead={words.lead}>
      <Stack gap="xl">
        <Stack component="section" gap="sm" aria-label={words.yours}>
          <Title order={2} size="h4">
            {words.yours}
          </Title>
          <QueryView query={mine} height={120}>
            {(tiles) => <Tiles tiles={tiles} mayManage={mayManage} />}
          </QueryView>
        </Stack>
        {mayManage ? <WhoSeesWhat /> : null}
      </Stack>
    </Page>
  )
}

type Tile = QuickLaunch['applications'][number]

function Tiles(of: { readonly tiles: readonly Tile[]; readonly mayManage: boolean }) {
  const { tiles, mayManage } = of
  if (tiles.length === 0) {
    return (
      <EmptyState
        icon={<IconRocket />}
        title={words.emptyTitle}
        lead={mayManage ? words.emptyLeadAdmin : words.emptyLead}
      />
    )
  }
  return (
    <SimpleGrid component="ul" className="ww-tiles" cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
      {tiles.map((tile) => (
        <TileCard key={tile.id} tile={tile} />
      ))}
    </SimpleGrid>
  )
}

function TileCard({ tile: { name, description, entryUri } }: { readonly tile: Tile }) {
  const address = launchAddress(entryUri, publicOrigin)
  return (
    <li className="ww-card ww-list-row">
      <AppMark name={name} size={40} />
      <Stack gap={2} flex={1} miw={0}>
        {address === undefined ? (
          <Text fw={600}>{name}</Text>
        ) : (
          <a
            className="ww-list-link"
            href={address}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={words.opens(name)}
          >
            {name}
          </a>
        )}
        <Text size="sm" c="dimmed" lineClamp={2}>
          {description}
        </Text>
      </Stack>
    </li>
  )
}

function WhoSeesWhat() {
  const applications = useApplications()
  const profiles = useProfileNames()
  return (
    <Stack component="section" gap="sm" aria-label={words.who}>
      <SectionHead title={words.who} lead={words.whoLead} />
      <QueryView query={applications} height={160}>
        {(all) => (
          <QueryView query={profiles} height={160}>
            {(names) => <Matrix applications={menuApplications(all)} profiles={names} />}
          </QueryView>
        )}
      </QueryView>
    </Stack>
  )
}

type MatrixProps = {
  readonly applications: readonly Application[]
  readonly profiles: readonly ProfileName[]
}

function Matrix({ applications, profiles }: MatrixProps) {
  if (applications.length === 0) return <Text size="sm">{words.none}</Text>
  return (
    <div className="ww-card">
      <Table.ScrollContainer
        minWidth={240 + profiles.length * 110}
        scrollAreaProps={{ tabIndex: 0 }}
      >
        <Table aria-label={words.who}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.application}</Table.Th>
              {profiles.map(({ id, name }) => (
                <Table.Th key={id}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {applications.map((application) => (
              <MatrixRow key={application.id} application={application} profiles={profiles} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  )
}

function MatrixRow({
  application,
  profiles,
}: {
  readonly application: Application
  readonly profiles: readonly ProfileName[]
}) {
  const hidden = hiddenFromAll(application)
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <AccountLink to={`/applications/${application.id}/edit`} {...props} />
          )}
        >
          {nameOf(application)}
        </Anchor>
      </Table.Th>
      {hidden === undefined ? (
        profiles.map(({ id }) => (
          <Table.Td key={id}>
            <Sees application={application} profileId={id} />
          </Table.Td>
        ))
      ) : (
        <Table.Td colSpan={profiles.length} c="dimmed">
          {words.hidden[hidden]}
        </Table.Td>
      )}
    </Table.Tr>
  )
}

function Sees(of: { readonly application: Application; readonly profileId: number }) {
  const state = menuStateOf(of.application, of.profileId)
  const label = words.states[state]
  const Icon = state === 'shown' ? IconCheck : IconMinus
  return (
    <Tooltip label={label}>
      <Icon size={18} role="img" aria-label={label} opacity={state === 'shown' ? 1 : 0.5} />
    </Tooltip>
  )
}
