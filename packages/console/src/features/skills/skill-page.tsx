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
import { useConfigEditor } from '../people/use-config-editor.ts'
import { UsedBy } from '../people/used-by.tsx'
import { skillWords as words } from './messages.ts'
import { bodyOfSkill, newSkill, type SkillValues, skillsUsing, valuesOfSkill } from './skill.ts'
import { SkillFields } from './skill-fields.tsx'

const crumbs = [{ label: words.title, to: '/skills' }]

export function NewSkillPage() {
  const mayWrite = useMay('skills:write')
  return (
    <Page title={words.add} lead={words.lead} crumbs={crumbs} width="text">
      {mayWrite ? <Known loaded={undefined} /> : <ProblemAlert fault={common.problem.forbidden} />}
    </Page>
  )
}

/** One skill, and who and what uses it. */
export function SkillPage() {
  const { skillId = '' } = useParams({ strict: false })
  const query = useConfig<Skill>('skills', Number(skillId))
  const mayWrite = useMay('skills:write')
  return (
    <Page title={query.data?.value.name ?? words.label} crumbs={crumbs} width="text">
      <QueryView query={query} height={640}>
        {(loaded) => (
          <Stack gap="xl">
            {mayWrite ? (
              <Known key={loaded.value.id} loaded={loaded} />
            ) : (
              <Alert color="blue">{peopleWords.readOnly}</Alert>
            )}
            <Uses skill={loaded.value} mayRemove={mayWrite} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

/** The form, once all that it offers is known. */
function Known({ loaded }: { readonly loaded: Loaded<Skill> | undefined }) {
  const skills = useConfigs<Skill>('skills')
  const lobs = useConfigs<Lob>('lobs')
  return (
    <QueryView query={skills} height={640}>
      {(knownSkills) => (
        <QueryView query={lobs} height={640}>
          {(knownLobs) => <SkillForm loaded={loaded} skills={knownSkills} lobs={knownLobs} />}
        </QueryView>
      )}
    </QueryView>
  )
}

function SkillForm({
  loaded,
  skills,
  lobs,
}: {
  readonly loaded: Loaded<Skill> | undefined
  readonly skills: readonly Skill[]
  readonly lobs: readonly Lob[]
}) {
  const nameOf = (all: readonly (Skill | Lob)[], ids: readonly string[]) =>
    ids.map((id) => all.find((one) => `${one.id}` === id)?.name ?? id).join(', ')
  const editor = useConfigEditor<Skill, SkillValues>({
    kind: 'skills',
    loaded,
    initial: newSkill,
    valuesOf: valuesOfSkill,
    bodyOf: bodyOfSkill,
    pageOf: (id) => `/skills/${id}`,
    tell: (values) => [
      [peopleWords.name, values.name],
      [peopleWords.description, values.description],
      [words.lobs, nameOf(lobs, values.lobIds)],
      [words.canTransfer, values.canTransfer ? common.yes : common.no],
      [
        words.transferList,
        values.transfers === 'every' ? words.everySkill : nameOf(skills, values.skillTransferList),
      ],
      [
        words.fallback,
        nameOf(
          skills,
          [values.fallbackSkill].filter((id) => id !== ''),
        ),
      ],
      [words.away, values.fallbackWhenAllAgentsAreAway ? common.yes : common.no],
      [words.maxWait, `${values.maxWaitTime}`],
      [words.wrapUp, `${values.wrapUpTime}`],
      [words.order, `${values.skillOrder}`],
    ],
  })
  return (
    <EditorForm
      editor={editor}
      label={words.label}
      submitLabel={loaded === undefined ? common.actions.create : common.actions.save}
      cancelTo="/skills"
    >
      <SkillFields
        editor={editor}
        skills={skills.filter(({ id }) => id !== loaded?.value.id)}
        lobs={lobs}
        routes={loaded?.value.skillRoutingConfiguration?.length ?? 0}
      />
    </EditorForm>
  )
}

function Uses({ skill, mayRemove }: { readonly skill: Skill; readonly mayRemove: boolean }) {
  const skills = useConfigs<Skill>('skills')
  const members = useMembers(words.byUsers, { by: 'skills', id: skill.id })
  return (
    <UsedBy
      kind="skills"
      object={skill}
      members={[members]}
      uses={skills.data && skillsUsing(skill.id, skills.data, words)}
      mayRemove={mayRemove}
      backTo="/skills"
    />
  )
}
