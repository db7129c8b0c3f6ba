import { Checkbox, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { type FoldedProps, FoldedSection, type SectionProps, setter } from './form-section.tsx'
import { applicationWords } from './messages.ts'

const words = applicationWords.form

const members = [
  ...['grant_types', 'token_endpoint_auth_method', 'jwks_uri', 'jwks', 'require_pkce'],
  ...['access_token_format', 'sentinel_consent', 'secret_readable', 'application_type'],
]

/** How it gets tokens, and what they are. */
export function TokensSection({ form, isFolded }: FoldedProps) {
  const { values } = form
  return (
    <FoldedSection
      title={words.tokens}
      lead={words.tokensLead}
      isFolded={isFolded}
      hasFault={members.some((member) => form.errors[member] !== undefined)}
    >
      <Checkbox.Group
        label={words.grantTypes}
        value={[...values.grant_types]}
        onChange={setter(form, 'grant_types')}
        error={form.errors['grant_types']}
      >
        <Stack gap="xs" mt={6}>
          {Object.entries(words.grants).map(([grant, label]) => (
            <Checkbox key={grant} value={grant} label={label} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Choice
        form={form}
        name="token_endpoint_auth_method"
        label={words.method}
        of={words.methods}
      />
      {values.token_endpoint_auth_method === 'private_key_jwt' ? <Keys form={form} /> : null}
      {values.grant_types.includes('authorization_code') ? <SignIn form={form} /> : null}
      <Choice form={form} name="access_token_format" label={words.format} of={words.formats} />
      <Choice form={form} name="sentinel_consent" label={words.consent} of={words.consents} />
      <Switch
        label={words.readable}
        description={words.readableHint}
        checked={values.secret_readable}
        onChange={({ currentTarget }) =>
          form.setFieldValue('secret_readable', currentTarget.checked)
        }
      />
    </FoldedSection>
  )
}

/** What matters only where users sign in. */
function SignIn({ form }: SectionProps) {
  const { values } = form
  const isPublic = values.token_endpoint_auth_method === 'none'
  return (
    <>
      <Switch
        label={words.pkce}
        description={words.pkceHint}
        checked={values.require_pkce || isPublic}
        disabled={isPublic}
        onChange={({ currentTarget }) => form.setFieldValue('require_pkce', currentTarget.checked)}
        error={form.errors['require_pkce']}
      />
      <Switch
        label={words.native}
        checked={values.application_type === 'native'}
        onChange={({ currentTarget }) =>
          form.setFieldValue('application_type', currentTarget.checked ? 'native' : 'web')
        }
      />
    </>
  )
}

function Choice({
  form,
  name,
  label,
  of,
}: SectionProps & {
  readonly name: 'token_endpoint_auth_method' | 'access_token_format' | 'sentinel_consent'
  readonly label: string
  readonly of: Readonly<Record<string, string>>
}) {
  return (
    <Select
      label={label}
      data={Object.entries(of).map(([value, text]) => ({ value, label: text }))}
      allowDeselect={false}
      {...form.getInputProps(name)}
    />
  )
}

function Keys({ form }: SectionProps) {
  return (
    <>
      <TextInput
        label={words.jwksUri}
        placeholder="https://"
        type="url"
        maxLength={1024}
        autoComplete="off"
        {...form.getInputProps('jwks_uri')}
      />
      <Textarea
        label={words.jwks}
        minRows={4}
        autosize
        maxRows={12}
        spellCheck={false}
        classNames={{ input: 'ww-mono' }}
        {...form.getInputProps('jwks')}
      />
    </>
  )
}
