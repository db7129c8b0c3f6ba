import { Stack, Text } from '@mantine/core'
import { AccountLink } from '#ui/page.tsx'
import type { Destination } from '../../destination.ts'
import { hasOthersBelow } from './menu-place.ts'
import { shellWords as words } from './messages.ts'

/** The menu: destinations under the headings of their groups. */
export function Menu({ destinations }: { readonly destinations: readonly Destination[] }) {
  const groups = Map.groupBy(destinations, ({ group }) => group)
  return (
    <nav aria-label={words.navigation}>
      <Stack gap="md">
        {[...groups].map(([group, entries]) => (
          <Stack key={group} gap={2}>
            <Text size="xs" fw={600} c="dimmed" px={10} py={4}>
              {group}
            </Text>
            {entries.map(({ to, label, icon: Icon }) => (
              <AccountLink
                key={to}
                to={to}
                className="ww-nav"
                activeOptions={{ exact: hasOthersBelow(to, destinations), includeSearch: false }}
              >
                <Icon size={18} stroke={1.6} aria-hidden="true" />
                {label}
              </AccountLink>
            ))}
          </Stack>
        ))}
      </Stack>
    </nav>
  )
}
