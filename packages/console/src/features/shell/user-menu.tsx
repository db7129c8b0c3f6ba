import { Avatar, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react'
import { useMe, useSession } from '#api/context.tsx'
import { shellWords as words } from './messages.ts'

const schemes = [
  ['light', words.light, IconSun],
  ['dark', words.dark, IconMoon],
  ['auto', words.auto, IconDeviceDesktop],
] as const

/** Who is signed in, the colours, and the way out. */
export function UserMenu() {
  const session = useSession()
  const { fullName, loginName, accountId } = useMe()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const name = fullName || loginName
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={words.user(name)}>
          <Avatar radius="xl" size={34} color="petrol" variant="filled" aria-hidden="true">
            <IconUser size={18} />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Label>{words.account(accountId)}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{words.colors}</Menu.Label>
        {schemes.map(([scheme, label, Icon]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={16} aria-hidden="true" />}
            onClick={() => setColorScheme(scheme)}
            {...(colorScheme === scheme ? { fw: 600 } : {})}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden="true" />}
          onClick={() => session.signOut()}
        >
          {words.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
