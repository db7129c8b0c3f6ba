import { Text } from '@mantine/core'
import { AudienceSection } from './audience-section.tsx'
import { CardSection } from './card-section.tsx'
import { type SectionProps, setter } from './form-section.tsx'
import { applicationWords } from './messages.ts'
import { NamesSection } from './names-section.tsx'
import { ScopesSection } from './scopes-section.tsx'
import { TokensSection } from './tokens-section.tsx'
import { UrisField } from './uris-field.tsx'
import { WebhooksSection } from './webhooks-section.tsx'

const words = applicationWords.form

/** Every part of a manifest that people write: what matters first is at the top. */
export function AppFields({
  form,
  isFolded = false,
}: SectionProps & { readonly isFolded?: boolean }) {
  const signsIn = form.values.grant_types.includes('authorization_code')
  return (
    <>
      <NamesSection form={form} />
      {signsIn ? <SignInSection form={form} /> : null}
      <ScopesSection form={form} />
      <TokensSection form={form} isFolded={isFolded} />
      <WebhooksSection form={form} isFolded={isFolded} />
      <AudienceSection form={form} isFolded={isFolded} />
    </>
  )
}

function SignInSection({ form }: SectionProps) {
  const { redirect_uris: uris, post_logout_redirect_uris: logout, application_type } = form.values
  return (
    <CardSection title={words.signIn}>
      <UrisField
        label={words.redirectUris}
        hint={words.redirectUrisHint}
        nameOf={words.redirectUri}
        uris={uris}
        type={application_type}
        onChange={setter(form, 'redirect_uris')}
        fault={form.errors['redirect_uris']}
      />
      {uris.some((uri) => uri.trim() !== '') ? null : <Text size="sm">{words.notYet}</Text>}
      <UrisField
        label={words.logoutUris}
        hint={words.logoutUrisHint}
        nameOf={words.logoutUri}
        uris={logout}
        type={application_type}
        onChange={setter(form, 'post_logout_redirect_uris')}
        fault={form.errors['post_logout_redirect_uris']}
      />
    </CardSection>
  )
}
