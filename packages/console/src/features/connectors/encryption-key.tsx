import { Stack, Text, Title } from '@mantine/core'
import { useApi } from '#api/context.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { formWords } from './form-messages.ts'

const words = formWords.encryptionKey

/** Where the brand finds the key that it encrypts to (contract 3 section 5.1). */
export function EncryptionKey() {
  const { accountId } = useApi()
  return (
    <Stack gap="xs">
      <Title order={4} size="h6">
        {words.title}
      </Title>
      <Text size="sm" c="dimmed">
        {words.lead}
      </Text>
      <CopyField
        label={words.address}
        value={`${location.origin}/api/account/${accountId}/.well-known/encryption-key.json`}
      />
    </Stack>
  )
}
