import { Alert, Radio, Stack, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { permissionPackageById } from '@watchword/protocol/api/permission-packages.ts'
import type { Profile } from '@watchword/protocol/api/profile.ts'
import { useMe } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import { EditorForm } from '#ui/editor-form.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useConfig } from '../people/config.ts'
import { useMembers } from '../people/members.tsx'
import { peopleWords } from '../people/messages.ts'
import { NameFields } from '../people/name-fields.tsx'
import { useConfigEditor } from '../people/use-config-editor.ts'
import { UsedBy } from '../people/used-by.tsx'
import { profileMenuWords } from './messages.ts'
import { PackageChoice } from './package-choice.tsx'
import {
  bodyOfProfile,
  changesOf,
  editableRoles,
  newProfile,
  type ProfileValues,
  roleIds,
  roleOf,
  toggled,
  valuesOfProfile,
} from './profile.ts'
import { profileWords as words } from './words.ts'

const crumbs = [{ label: profileMenuWords.title, to: '/profiles' }]

export function NewProfilePage() {
  const mayAdd = editableRoles(useMe().packages).length > 0
  return (
    <Page title={words.add} lead={profileMenuWords.lead} crumbs={crumbs} width="text">
      {mayAdd ? (
        <ProfileForm loaded={undefined} />
      ) : (
        <ProblemAlert fault={common.problem.forbidden} />
      )}
    </Page>
  )
}

/** One profile: what it allows, and who has it. */
export function ProfilePage() {
  const { profileId = '' } = useParams({ strict: false })
  const query = useConfig<Profile>('profiles', Number(profileId))
  const editable = editableRoles(useMe().packages)
  const role = query.data?.value.roleTypeId ?? 0
  return (
    <Page
      title={query.data?.value.name ?? words.label}
      lead={words.roles[role]?.join(': ')}
      crumbs={crumbs}
      width="text"
    >
      <QueryView query={query} height={640}>
        {(loaded) => {
          const mayEdit = editable.some((one) => one === loaded.value.roleTypeId)
          return (
            <Stack gap="xl">
              {mayEdit ? null : (
                <Alert color="blue">
                  {editable.length > 0 ? words.otherRole : peopleWords.readOnly}
                </Alert>
              )}
              {mayEdit ? (
                <ProfileForm key={loaded.value.id} loaded={loaded} />
              ) : (
                <PackageChoice
                  role={roleOf(`${loaded.value.roleTypeId}`)}
                  enabled={valuesOfProfile(loaded.value).enabled}
                />
              )}
              <Uses profile={loaded.value} mayRemove={mayEdit} />
            </Stack>
          )
        }}
      </QueryView>
    </Page>
  )
}

function ProfileForm({ loaded }: { readonly loaded: Loaded<Profile> | undefined }) {
  const editable = editableRoles(useMe().packages)
  const first = editable.includes(2) ? 2 : (editable[0] ?? 2)
  const editor = useConfigEditor<Profile, ProfileValues>({
    kind: 'profiles',
    loaded,
    initial: newProfile(first),
    valuesOf: valuesOfProfile,
    bodyOf: bodyOfProfile,
    pageOf: (id) => `/profiles/${id}`,
    tell: ({ name, description, enabled }) => [
      [peopleWords.name, name],
      [peopleWords.description, description],
      ...enabled.map((id) => [permissionPackageById.get(id)?.name ?? `${id}`, common.yes] as const),
    ],
  })
  const { form } = editor
  const { enabled, roleTypeId } = form.values
  const { on, off } = changesOf(form.getInitialValues().enabled, enabled)
  const users = loaded?.value.numOfAssignedUsers ?? 0
  return (
    <EditorForm
      editor={editor}
      label={words.label}
      submitLabel={loaded === undefined ? common.actions.create : common.actions.save}
      cancelTo="/profiles"
    >
      <NameFields form={form} />
      {loaded === undefined ? (
        <Radio.Group
          label={words.role}
          description={words.roleHint}
          value={roleTypeId}
          onChange={(role) => {
            const { name, description } = form.values
            form.setValues({ ...newProfile(roleOf(role)), name, description })
          }}
        >
          <Stack gap="sm" mt="xs">
            {roleIds
              .filter((role) => editable.includes(role))
              .map((role) => (
                <Radio
                  key={role}
                  value={`${role}`}
                  label={words.roles[role]?.[0]}
                  description={words.roles[role]?.[1]}
                />
              ))}
          </Stack>
        </Radio.Group>
      ) : null}
      <PackageChoice
        key={roleTypeId}
        role={roleOf(roleTypeId)}
        enabled={enabled}
        onToggle={(id, isOn) => form.setFieldValue('enabled', toggled(enabled, id, isOn))}
      />
      {loaded === undefined ? null : (
        <Text size="sm" c="dimmed" role="status">
          {on.length + off.length === 0
            ? words.affects(users)
            : `${words.changes(on.length, off.length)} ${words.affects(users)}`}
        </Text>
      )}
    </EditorForm>
  )
}

function Uses({ profile, mayRemove }: { readonly profile: Profile; readonly mayRemove: boolean }) {
  const members = useMembers(words.byUsers, { by: 'profiles', id: profile.id })
  // How many there are is told to everybody; who they are, to those who may read users.
  const isHeld = (profile.numOfAssignedUsers ?? 0) > 0
  return (
    <UsedBy
      kind="profiles"
      object={profile}
      members={[members]}
      uses={[]}
      mayRemove={mayRemove}
      backTo="/profiles"
      {...(isHeld ? { stays: words.stays } : {})}
    />
  )
}
