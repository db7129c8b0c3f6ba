import { Button, Group, PasswordInput, Stack, Text, Textarea } from '@mantine/core'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { ReactNode } from 'react'
import { formWords } from './form-messages.ts'
import type { ConnectorFormState } from './form-state.ts'
import { mustSendSecret, randomSecret } from './secret.ts'

const words = formWords.secret

/** The client secret: it is written, never read. A private key has lines, a secret has none. */
export function SecretInput({
  form,
  before,
  shared,
  onMade,
}: {
  readonly form: ConnectorFormState
  readonly before: ConnectorObject | undefined
  readonly shared: { readonly id: string; readonly label: string; readonly description: ReactNode }
  /** Is told a secret that was made here, which nobody else has yet. */
  readonly onMade: (secret: string) => void
}) {
  const values = form.getValues()
  const isKey = values.tokenEndpointAuthMethod === 'private_key_jwt'
  const isKept = before?.configuration.clientSecret !== null && before !== undefined
  const text = { autoComplete: 'off', spellCheck: false, ...form.getInputProps('clientSecret') }
  return (
    <Stack gap={4}>
      {isKey ? (
        <Textarea {...shared} {...text} autosize minRows={3} maxRows={8} className="cn-key" />
      ) : (
        <PasswordInput {...shared} {...text} autoComplete="new-password" />
      )}
      <Text size="xs" c="dimmed">
        {isKey ? words.privateKey : isKept ? keptWords(mustSendSecret(values, before)) : null}
      </Text>
      {isKey ? null : (
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              const secret = randomSecret()
              form.setFieldValue('clientSecret', secret)
              onMade(secret)
            }}
          >
            {words.generate}
          </Button>
          <Text size="xs" c="dimmed">
            {words.generated}
          </Text>
        </Group>
      )}
    </Stack>
  )
}

function keptWords(isMoved: boolean): string {
  return isMoved ? words.moved : words.kept
}
