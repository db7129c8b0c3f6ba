import { Anchor, Box, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { common } from '#messages/common.ts'

/** A step above this page. `to` is a path below the account's, such as `/users`. */
export type Crumb = { readonly label: string; readonly to: string }

/** What every page stands in: one heading, what it is for, and what can be done here. */
export function Page({
  title,
  lead,
  crumbs = [],
  actions,
  children,
  width = 'wide',
}: {
  readonly title: string
  readonly lead?: ReactNode
  readonly crumbs?: readonly Crumb[]
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** `text`: as wide as is good to read, for forms. */
  readonly width?: 'wide' | 'text'
}) {
  return (
    <Box maw={width === 'wide' ? 1280 : 760} mx="auto" px={{ base: 'sm', sm: 'lg' }} py="lg">
      <title>{`${title} · ${common.product}`}</title>
      <Stack gap="lg">
        <Stack gap={4}>
          {crumbs.length === 0 ? null : (
            <Breadcrumbs separator="›" fz="sm">
              {crumbs.map(({ label, to }) => (
                <Anchor
                  key={to}
                  size="sm"
                  renderRoot={(props) => <AccountLink to={to} {...props} />}
                >
                  {label}
                </Anchor>
              ))}
            </Breadcrumbs>
          )}
          <Group justify="space-between" align="flex-start" gap="sm">
            <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Title>
            {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
          </Group>
          {lead === undefined ? null : (
            <Text c="dimmed" maw="44rem">
              {lead}
            </Text>
          )}
        </Stack>
        {children}
      </Stack>
    </Box>
  )
}

/** A link to a page of the account that is signed in: `to` is a path below `/console/{accountId}`. */
export function AccountLink({
  to,
  ...props
}: {
  readonly to: string
  readonly children?: ReactNode
  readonly className?: string
  readonly [attribute: string]: unknown
}) {
  return <Link {...props} to={`/$accountId${to}` as '/$accountId'} params={keepParams} />
}

const keepParams = (params: object) => params as { accountId: string }
