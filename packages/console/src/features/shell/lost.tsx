import { Button, Group } from '@mantine/core'
import { IconCompassOff } from '@tabler/icons-react'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { shellWords } from './messages.ts'

/** An address that leads nowhere. */
export function Lost() {
  const words = shellWords.lost
  return (
    <Page title={words.title}>
      <EmptyState
        icon={<IconCompassOff />}
        title={words.title}
        lead={words.lead}
        action={<LinkButton to="/">{words.home}</LinkButton>}
      />
    </Page>
  )
}

/** A page that failed while it was drawn, or whose code did not load. The menu stays. */
export function Broken({ error }: { readonly error: unknown }) {
  const words = shellWords.broken
  return (
    <Page title={words.title} lead={words.lead}>
      <ProblemAlert fault={error} />
      <Group>
        <Button onClick={() => location.reload()}>{words.again}</Button>
      </Group>
    </Page>
  )
}
