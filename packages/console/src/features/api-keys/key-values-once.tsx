import { Stack, Text } from '@mantine/core'
import { useApi } from '#api/context.tsx'
import { publicOrigin } from '#api/issuer.ts'
import { CodeSample } from '#ui/code-sample.tsx'
import { SecretsOnce } from '#ui/secrets-once.tsx'
import type { KeyCredentials } from './key-form.ts'
import { apiKeyWords } from './messages.ts'
import { environmentOf, readableUrl, samplesOf } from './samples.ts'

const words = apiKeyWords.values

/** What was just made: the four values, and how to call with them. Whoever opens it drops them when it is closed. */
export type Issued = {
  readonly title: string
  readonly credentials: KeyCredentials
  readonly privileges: readonly { readonly data: string; readonly type: string }[]
}

export function KeyValuesOnce({
  issued,
  onClose,
}: {
  readonly issued: Issued | undefined
  readonly onClose: () => void
}) {
  const credentials = issued?.credentials
  const values = credentials && [
    { label: words.keyId, value: credentials.keyId },
    { label: words.appSecret, value: credentials.appSecret },
    { label: words.token, value: credentials.token },
    { label: words.tokenSecret, value: credentials.tokenSecret },
  ]
  return (
    <SecretsOnce title={issued?.title ?? ''} values={values} onClose={onClose}>
      {issued === undefined ? null : <KeySample {...issued} />}
    </SecretsOnce>
  )
}

/** Code that calls with a key; its values stand in the environment. */
export function KeySample({
  credentials,
  privileges,
}: Pick<Issued, 'privileges'> & { readonly credentials: Partial<KeyCredentials> }) {
  const { accountId } = useApi()
  const url = readableUrl(privileges, { origin: publicOrigin, accountId })
  if (url === undefined) return <Text size="sm">{apiKeyWords.key.sampleNone}</Text>
  return (
    <Stack gap="xs">
      <CodeSample samples={[{ title: words.environment, code: environmentOf(credentials) }]} />
      <CodeSample samples={samplesOf(url)} />
    </Stack>
  )
}
