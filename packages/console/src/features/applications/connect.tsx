import { Stack } from '@mantine/core'
import type { Manifest } from '@watchword/protocol/api/application.ts'
import { useApi } from '#api/context.tsx'
import { publicOrigin } from '#api/issuer.ts'
import { CodeSample } from '#ui/code-sample.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { applicationWords } from './messages.ts'
import { samplesOf } from './samples.ts'

const words = applicationWords

/** What the application's author needs: its id, the issuer, and code to begin with. */
export function Connect({
  clientId,
  manifest,
  withId = true,
}: {
  readonly clientId: string
  readonly manifest: Manifest
  readonly withId?: boolean
}) {
  const { accountId } = useApi()
  return (
    <Stack gap="sm">
      {withId ? <CopyField label={words.secret.id} value={clientId} /> : null}
      <CopyField label={words.page.issuer} value={`${publicOrigin}/oidc/${accountId}`} />
      <CodeSample samples={samplesOf({ clientId, accountId, origin: publicOrigin, manifest })} />
    </Stack>
  )
}
