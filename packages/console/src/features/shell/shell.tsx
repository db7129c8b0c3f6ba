import {
  AppShell,
  Box,
  Burger,
  Group,
  ScrollArea,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core'
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useMe } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { AccountLink } from '#ui/page.tsx'
import { destinationsFor } from '../../navigation.ts'
import { Menu } from './menu.tsx'
import { shellWords as words } from './messages.ts'
import { UserMenu } from './user-menu.tsx'

const Palette = lazy(() =>
  import('./palette.tsx').then(({ Palette: component }) => ({ default: component })),
)

/** The frame of all pages: the menu on the left (behind a button on a phone), the page, the command palette. */
export function Shell() {
  const me = useMe()
  const { pathname } = useLocation()
  const [opened, { toggle, close }] = useDisclosure()
  const [searching, setSearching] = useState(false)
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const allowed = destinationsFor(me)
  useHotkeys([['mod+K', () => setSearching(true)]], [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes whenever the page changes
  useEffect(close, [pathname, close])

  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 248, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      layout="default"
      padding={0}
    >
      <a className="ww-skip" href="#page">
        {words.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={words.menu}
              aria-expanded={opened}
            />
            <AccountLink to="/" className="ww-brand" aria-label={common.product}>
              <img src="/pages/icon-1.svg" alt="" width={24} height={24} />
              <Text fw={600} visibleFrom="xs" component="span">
                {common.product}
              </Text>
            </AccountLink>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SearchButton onClick={() => setSearching(true)} />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className="ww-menu" mod={{ 'mobile-closed': isNarrow && !opened }}>
        <AppShell.Section grow component={ScrollArea} p="xs">
          <Menu destinations={allowed} />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      {searching ? (
        <Suspense>
          <Palette destinations={allowed} onClose={() => setSearching(false)} />
        </Suspense>
      ) : null}
    </AppShell>
  )
}

function SearchButton({ onClick }: { readonly onClick: () => void }) {
  return (
    <UnstyledButton className="ww-nav ww-card" onClick={onClick}>
      <IconSearch size={16} aria-hidden="true" />
      <Text size="sm" c="dimmed" visibleFrom="sm" component="span">
        {words.paletteShort}
      </Text>
      <Box component="span" hiddenFrom="sm">
        <VisuallyHidden>{words.palette}</VisuallyHidden>
      </Box>
      <Text size="xs" c="dimmed" component="kbd" visibleFrom="md">
        {words.paletteKeys}
      </Text>
    </UnstyledButton>
  )
}
