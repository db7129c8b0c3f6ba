import { Avatar, Badge, Group } from '@mantine/core'
import { type Application, kindOf } from './manifest.ts'
import { applicationWords as words } from './messages.ts'

/** The first letter: a picture of it would be asked of somebody else. */
export function AppMark({ name, size = 32 }: { readonly name: string; readonly size?: number }) {
  const letter = [...name.trim()][0]?.toUpperCase() ?? '·'
  return (
    <Avatar radius="md" size={size} color="petrol" aria-hidden="true">
      {letter}
    </Avatar>
  )
}

/** Whether it is on, in a word and a dot: never by colour alone. */
export function OnOff({ isOn }: { readonly isOn: boolean }) {
  return (
    <Group gap={6} wrap="nowrap" component="span">
      <span className={isOn ? 'ww-dot good' : 'ww-dot'} aria-hidden="true" />
      <span>{isOn ? words.on : words.off}</span>
    </Group>
  )
}

/** What kind it is, and what sets it apart. */
export function AppBadges({ application }: { readonly application: Application }) {
  return (
    <Group gap="xs">
      <Badge variant="default" tt="none" fw={500}>
        {words.kinds[kindOf(application)]}
      </Badge>
      {application.first_party ? (
        <Badge variant="light" tt="none" fw={500}>
          {words.firstParty}
        </Badge>
      ) : null}
    </Group>
  )
}
