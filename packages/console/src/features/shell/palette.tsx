import '@mantine/spotlight/styles.css'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { type Icon, IconFileSearch, IconLogout, IconSearch } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useApi, useMe, useSession } from '#api/context.tsx'
import { actionsFor } from '../../actions.ts'
import type { Destination } from '../../destination.ts'
import { loadedThings } from '../../findable.ts'
import { actionWords } from './action-words.ts'
import { findIn } from './find.ts'
import { shellWords as words } from './messages.ts'

type PaletteProps = {
  readonly destinations: readonly Destination[]
  readonly onClose: () => void
}

const [store, spotlight] = createSpotlight()

/**
 * The command palette: every page by its name or another word for it, what can be done, and what is in the lists that
 * were opened before. Loaded when it is first asked for.
 */
export function Palette({ destinations, onClose }: PaletteProps) {
  const navigate = useNavigate()
  const session = useSession()
  const me = useMe()
  const { accountId } = useApi()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  useEffect(openAndReturn, [])

  const goTo = (to: string) =>
    navigate({ to: `/$accountId${to}` as '/$accountId', params: { accountId } })
  const pages = destinations.map(({ to, label, group, icon, keywords = '' }) =>
    entryOf({ id: to, label, icon, keywords, description: group, run: () => goTo(to) }),
  )
  const actions = actionsFor(me).map(({ to, href = '', label, icon, keywords }) => {
    const run = () => (to === undefined ? location.assign(href) : goTo(to))
    return entryOf({ id: `do ${to ?? href}`, label, icon, keywords, run })
  })
  const signOut = entryOf({
    ...{ id: 'do sign out', label: actionWords.signOut, icon: IconLogout },
    ...{ keywords: actionWords.signOutWords, run: () => session.signOut() },
  })
  const found = findIn(loadedThings(queries), text, mostFound).map(({ to, name, about }) => {
    const entry = { id: `found ${to}`, label: name, icon: IconFileSearch, description: about }
    return entryOf({ ...entry, keywords: text, run: () => goTo(to) })
  })
  return (
    <Spotlight
      query={text}
      onQueryChange={setText}
      store={store}
      attributes={{ content: { 'aria-label': words.palette } }}
      shortcut={null}
      highlightQuery
      scrollable
      maxHeight={420}
      onSpotlightClose={onClose}
      nothingFound={words.paletteNothing}
      searchProps={{
        placeholder: words.palette,
        'aria-label': words.palette,
        leftSection: <IconSearch size={18} aria-hidden="true" />,
      }}
      actions={[
        { group: actionWords.pages, actions: pages },
        { group: actionWords.actions, actions: [...actions, signOut] },
        { group: actionWords.found, actions: found },
      ]}
    />
  )
}

/** Opens it; once it is gone, the focus is where it was. Its own way back takes longer than it is in the page. */
function openAndReturn() {
  const before = document.activeElement
  spotlight.open()
  return () => {
    const isNowhere = document.activeElement === null || document.activeElement === document.body
    if (isNowhere && before instanceof HTMLElement) before.focus({ preventScroll: true })
  }
}

/** So many of what is loaded are shown: whoever sees more types on. */
const mostFound = 6

type Entry = {
  readonly id: string
  readonly label: string
  readonly icon: Icon
  readonly keywords: string
  readonly description?: string
  readonly run: () => void
}

function entryOf({ id, label, icon: Icon, keywords, description, run }: Entry) {
  return {
    ...{ id, label, keywords, onClick: run },
    ...(description === undefined ? {} : { description }),
    leftSection: <Icon size={18} aria-hidden="true" />,
  }
}
