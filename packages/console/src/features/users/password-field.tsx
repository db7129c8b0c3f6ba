import { Button, Group, List, PasswordInput, Stack, Text } from '@mantine/core'
import { IconCheck, IconCircle } from '@tabler/icons-react'
import {
  normalizedPassword,
  type PasswordRule,
  passwordRules,
} from '@watchword/protocol/api/password-rules.ts'
import { carefulLimits, generatePassword } from './generate-password.ts'
import { userWords } from './messages.ts'
import { usePasswordPolicy } from './queries.ts'

const words = userWords.password

/** A new password, with the account's rules beside it: each says whether it is met while one types. */
export function PasswordField({
  label,
  value,
  error,
  loginName,
  withAsterisk,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly error: string | undefined
  readonly loginName: string
  readonly withAsterisk: boolean
  readonly onChange: (password: string) => void
}) {
  const policy = usePasswordPolicy()
  const rules = policy === undefined ? [] : passwordRules(policy, loginName)
  const generated = () => generatePassword(policy ?? carefulLimits, loginName)
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="sm" wrap="nowrap">
        <PasswordInput
          flex={1}
          label={label}
          value={value}
          withAsterisk={withAsterisk}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          autoComplete="new-password"
          error={error !== undefined}
          visibilityToggleButtonProps={{ 'aria-label': userWords.form.show }}
        />
        <Button variant="default" onClick={() => onChange(generated() ?? value)}>
          {userWords.form.generate}
        </Button>
      </Group>
      {error === undefined ? null : (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
      {policy === undefined ? (
        <Text size="sm" c="dimmed">
          {words.unknown}
        </Text>
      ) : (
        <Rules rules={rules} password={value} screened={policy.screenCommon} />
      )}
    </Stack>
  )
}

function Rules({
  rules,
  password,
  screened,
}: {
  readonly rules: readonly PasswordRule[]
  readonly password: string
  readonly screened: boolean
}) {
  const normal = normalizedPassword(password)
  return (
    <Stack gap={2}>
      <Text size="sm" c="dimmed">
        {words.rules}
      </Text>
      <List size="sm" spacing={2} listStyleType="none">
        {rules.map(({ name, limit, isMet }) => {
          const met = password !== '' && isMet(normal)
          return (
            <List.Item
              key={name}
              icon={
                met ? (
                  <IconCheck size={16} role="img" aria-label={words.met} className="ww-met" />
                ) : (
                  <IconCircle size={16} role="img" aria-label={words.unmet} />
                )
              }
            >
              {sayRule(name, limit)}
            </List.Item>
          )
        })}
        {screened ? (
          <List.Item icon={<IconCircle size={16} aria-hidden="true" />}>{words.common}</List.Item>
        ) : null}
      </List>
    </Stack>
  )
}

function sayRule(name: PasswordRule['name'], limit: number): string {
  const said = words[name]
  return typeof said === 'function' ? said(limit) : said
}
