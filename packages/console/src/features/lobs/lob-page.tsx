import { Alert, Stack } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import type { Lob } from '@watchword/protocol/api/lob.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import { useMay } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import { EditorForm } from '#ui/editor-form.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useConfig, useConfigs } from '../people/config.ts'
import { useMembers } from '../people/members.tsx'
import { peopleWords } from '../people/messages.ts'
import { NameFields } from '../people/name-fields.tsx'
import { useConfigEditor } from '../people/use-config-editor.ts'
import { UsedBy } from '../people/used-by.tsx'
import { bodyOfLob, type LobValues, newLob, skillsIn, valuesOfLob } from './lob.ts'
import { lobWords as words } from './messages.ts'

const crumbs = [{ label: words.title, to: '/lobs' }]

export function NewLobPage() {
  const mayWrite = useMay('lobs:write')
  return (
    <Page title={words.add} lead={words.lead} crumbs={crumbs} width="text">
      {mayWrite ? (
        <LobForm loaded={undefined} />
      ) : (
        <ProblemAlert fault={common.problem.forbidden} />
      )}
    </Page>
  )
}

/** One line of business, and who and what is in it. */
export function LobPage() {
  const { lobId = '' } = useParams({ strict: false })
  const query = useConfig<Lob>('lobs', Number(lobId))
  const mayWrite = useMay('lobs:write')
  return (
    <Page title={query.data?.value.name ?? words.label} crumbs={crumbs} width="text">
      <QueryView query={query} height={320}>
        {(loaded) => (
          <Stack gap="xl">
            {mayWrite ? (
              <LobForm key={loaded.value.id} loaded={loaded} />
            ) : (
              <Alert color="blue">{peopleWords.readOnly}</Alert>
            )}
            <Uses lob={loaded.value} mayRemove={mayWrite} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function LobForm({ loaded }: { readonly loaded: Loaded<Lob> | undefined }) {
  const editor = useConfigEditor<Lob, LobValues>({
    kind: 'lobs',
    loaded,
    initial: newLob,
    valuesOf: valuesOfLob,
    bodyOf: bodyOfLob,
    pageOf: (id) => `/lobs/${id}`,
    tell: ({ name, description }) => [
      [peopleWords.name, name],
      [peopleWords.description, description],
    ],
  })
  return (
    <EditorForm
      editor={editor}
      label={words.label}
      submitLabel={loaded === undefined ? common.actions.create : common.actions.save}
      cancelTo="/lobs"
    >
      <NameFields form={editor.form} />
    </EditorForm>
  )
}

function Uses({ lob, mayRemove }: { readonly lob: Lob; readonly mayRemove: boolean }) {
  const skills = useConfigs<Skill>('skills')
  const members = useMembers(words.byUsers, { by: 'lobs', id: lob.id })
  return (
    <UsedBy
      kind="lobs"
      object={lob}
      members={[members]}
      uses={skills.data && skillsIn(lob.id, skills.data, words.bySkills)}
      mayRemove={mayRemove}
      backTo="/lobs"
    />
  )
}
