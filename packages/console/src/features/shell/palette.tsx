import '@mantine/spotlight/styles.css'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useApi } from '#api/context.tsx'
import { shellWords as words } from './messages.ts'
import type { PaletteProps } from './shell.tsx'

const [store, spotlight] = createSpotlight()

/** The command palette: every page by its name or another word for it. Loaded when it is first asked for. */
export function Palette({ destinations, onClose }: PaletteProps) {
  const navigate = useNavigate()
  const { accountId } = useApi()
  useEffect(() => spotlight.open(), [])
  return (
    <Spotlight
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
      actions={destinations.map(({ to, label, group, icon: Icon, keywords }) => ({
        id: to,
        label,
        description: group,
        keywords: keywords ?? '',
        leftSection: <Icon size={18} aria-hidden="true" />,
        onClick: () => navigate({ to: `/$accountId${to}` as '/$accountId', params: { accountId } }),
      }))}
    />
  )
}
