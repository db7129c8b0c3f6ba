import {
  Autocomplete,
  Checkbox,
  MultiSelect,
  NumberInput,
  Radio,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactNode } from 'react'
import { groupOptions } from './groups.ts'
import { userWords } from './messages.ts'
import { PasswordField } from './password-field.tsx'
import { useLoginKeys } from './queries.ts'
import type { Reach } from './reach.ts'
import type { Directory, FullUser } from './user-types.ts'
import { hasRole, roleIds, type UserValues } from './user-values.ts'

const words = userWords.form

type PartProps = {
  readonly form: UseFormReturnType<UserValues>
  readonly before: FullUser | undefined
  readonly directory: Directory
  readonly reach: Reach
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  )
}

/** Names, and whether it is a person. */
export function WhoPart({ form, before, reach }: PartProps) {
  const isNew = before === undefined
  return (
    <Part title={words.who}>
      {reach.all ? (
        <Radio.Group
          label={words.kind}
          value={form.values.isBot ? 'bot' : 'person'}
          onChange={(value) => form.setFieldValue('isBot', value === 'bot')}
        >
          <Stack gap={6} mt={6}>
            <Radio value="person" label={words.person} />
            <Radio value="bot" label={words.isBot} />
          </Stack>
        </Radio.Group>
      ) : null}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {isNew ? (
          <TextInput
            label={words.loginName}
            description={words.loginNameHint}
            withAsterisk
            autoComplete="off"
            spellCheck={false}
            {...form.getInputProps('loginName')}
          />
        ) : null}
        <TextInput
          label={words.nickname}
          description={words.nicknameHint}
          autoComplete="off"
          withAsterisk={!isNew}
          {...form.getInputProps('nickname')}
        />
        <TextInput
          label={words.fullName}
          {...(isNew ? {} : { description: words.fullNameHidden })}
          autoComplete="off"
          {...form.getInputProps('fullName')}
        />
        <TextInput
          label={words.email}
          type="email"
          autoComplete="off"
          {...form.getInputProps('email')}
        />
      </SimpleGrid>
    </Part>
  )
}

/** At most one profile of each role. */
export function RightsPart({ form, directory, reach }: PartProps) {
  const { profiles } = form.values
  const byRole = Map.groupBy(directory.profiles, ({ roleTypeId }) => roleTypeId)
  const roles = Object.values(roleIds).map((role) => ({
    role,
    choices: (byRole.get(role) ?? []).filter(
      (profile) => reach.mayGive(profile) || profiles[`${role}`] === `${profile.id}`,
    ),
  }))
  const error = form.errors['profiles']
  return (
    <Part title={words.what}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {roles
          .filter(({ choices }) => choices.length > 0)
          .map(({ role, choices }) => (
            <Select
              key={role}
              label={words.profileOf(userWords.roles[role] ?? '')}
              placeholder={words.noProfile}
              data={choices.map(({ id, name }) => ({ value: `${id}`, label: name }))}
              value={profiles[`${role}`] ?? null}
              onChange={(value) => {
                form.setFieldValue('profiles', { ...profiles, [role]: value })
                form.clearFieldError('profiles')
              }}
              clearable
              clearButtonProps={{ 'aria-label': `${words.noProfile}: ${userWords.roles[role]}` }}
              error={error !== undefined}
            />
          ))}
      </SimpleGrid>
      {error === undefined ? null : (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </Part>
  )
}

/** What belongs to agents, to agent managers, and to everybody. */
export function WorkPart({ form, directory }: PartProps) {
  const isAgent = hasRole(form.values, roleIds.agent)
  const isManager = hasRole(form.values, roleIds.agentManager)
  const groups = groupOptions(directory.groups)
  const named = (list: readonly { readonly id: number; readonly name: string }[]) =>
    list.map(({ id, name }) => ({ value: `${id}`, label: name }))
  const many = { searchable: true, limit: 100, clearable: true } as const
  if (!isAgent && !isManager && directory.lobs.length === 0) return null
  return (
    <Part title={words.work}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {isAgent ? (
          <>
            <Select
              label={words.memberOf}
              data={[...groups]}
              searchable
              allowDeselect={false}
              {...form.getInputProps('memberOf')}
            />
            <NumberInput
              label={words.maxChats}
              min={0}
              max={1000}
              allowDecimal={false}
              {...form.getInputProps('maxChats')}
            />
            <MultiSelect
              label={words.skills}
              data={named(directory.skills)}
              {...many}
              {...form.getInputProps('skills')}
            />
          </>
        ) : null}
        {isManager ? (
          <MultiSelect
            label={words.manages}
            description={words.managesHint}
            data={[...groups]}
            {...many}
            {...form.getInputProps('manages')}
          />
        ) : null}
        {directory.lobs.length === 0 ? null : (
          <MultiSelect
            label={words.lobs}
            data={named(directory.lobs)}
            {...many}
            {...form.getInputProps('lobs')}
          />
        )}
      </SimpleGrid>
    </Part>
  )
}

/** How they log in: a key, or a password with what the policy says of it. */
export function AccessPart({ form, before }: PartProps) {
  const keys = useLoginKeys()
  const { isBot, password, loginName } = form.values
  const needsPassword = before === undefined || (before.isApiUser === true && !isBot)
  return (
    <Part title={words.access}>
      {isBot ? (
        <Autocomplete
          label={words.key}
          description={words.keyHint}
          withAsterisk
          data={keys.map(({ id }) => id)}
          renderOption={({ option }) => (
            <Stack gap={0}>
              <Text size="sm">{keys.find(({ id }) => id === option.value)?.name}</Text>
              <Text size="xs" c="dimmed" className="ww-mono">
                {option.value}
              </Text>
            </Stack>
          )}
          value={form.values.allowedAppKey ?? ''}
          onChange={(value) => form.setFieldValue('allowedAppKey', value)}
          error={form.errors['allowedAppKey']}
        />
      ) : null}
      {!isBot && needsPassword ? (
        <PasswordField
          label={words.password}
          withAsterisk
          value={password}
          loginName={loginName}
          error={form.errors['password'] as string | undefined}
          onChange={(value) => form.setFieldValue('password', value)}
        />
      ) : null}
      {isBot ? null : (
        <Checkbox
          label={words.mustChange}
          {...form.getInputProps('mustChange', { type: 'checkbox' })}
        />
      )}
      <Switch
        label={words.enabled}
        description={words.enabledHint}
        {...form.getInputProps('isEnabled', { type: 'checkbox' })}
      />
    </Part>
  )
}

/** What few need. */
export function MorePart({ form, before }: PartProps) {
  return (
    <Part title={words.more}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={words.mobileNumber}
          type="tel"
          autoComplete="off"
          {...form.getInputProps('mobileNumber')}
        />
        <TextInput
          label={words.employeeId}
          {...(before === undefined ? {} : { description: words.fullNameHidden })}
          autoComplete="off"
          {...form.getInputProps('employeeId')}
        />
      </SimpleGrid>
      <Textarea
        label={words.description}
        autosize
        minRows={2}
        {...form.getInputProps('description')}
      />
    </Part>
  )
}
