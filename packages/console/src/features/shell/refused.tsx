import { Button, Group, Text } from '@mantine/core'
import { Centered } from './choose-account.tsx'
import { shellWords } from './messages.ts'

const words = shellWords.refused

/** The issuer said no, or nobody answered. */
export function Refused(about: { readonly accountId: string; readonly reason: string }) {
  const { accountId, reason } = about
  return (
    <Centered title={words.title}>
      <Text role="alert">{reason}</Text>
      <Group>
        <Button component="a" href={`/console/${encodeURIComponent(accountId)}`}>
          {words.again}
        </Button>
        <Button component="a" href="/console" variant="default">
          {words.other}
        </Button>
      </Group>
    </Centered>
  )
}
