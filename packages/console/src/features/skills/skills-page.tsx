import { IconPlus, IconStars } from '@tabler/icons-react'
import type { Lob } from '@watchword/protocol/api/lob.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import { useMemo } from 'react'
import { useMay } from '#api/context.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Column } from '#ui/table-types.ts'
import { useConfigs, useUserCounts } from '../people/config.ts'
import type { CountOf } from '../people/user-counts.ts'
import { skillWords as words } from './messages.ts'
import { transfersOf } from './skill.ts'

/** All skills. */
export function SkillsPage() {
  const query = useConfigs<Skill>('skills')
  return (
    <Page title={words.title} lead={words.lead} actions={<AddButton />}>
      <QueryView query={query} height={240}>
        {(skills) =>
          skills.length === 0 ? (
            <EmptyState icon={<IconStars />} {...words.empty} action={<AddButton />} />
          ) : (
            <Table skills={skills} />
          )
        }
      </QueryView>
    </Page>
  )
}

function AddButton() {
  if (!useMay('skills:write')) return null
  return (
    <LinkButton to="/skills/new" leftSection={<IconPlus size={16} aria-hidden="true" />}>
      {words.add}
    </LinkButton>
  )
}

function Table({ skills }: { readonly skills: readonly Skill[] }) {
  const { data: lobs } = useConfigs<Lob>('lobs')
  const { data: countOf } = useUserCounts('skills')
  const columns = useMemo(
    () => columnsOf(skills, { lobs: lobs ?? [], countOf }),
    [skills, lobs, countOf],
  )
  return <DataTable label={words.title} rows={skills} rowId={rowId} columns={columns} />
}

const rowId = ({ id }: Skill) => `${id}`

function columnsOf(
  skills: readonly Skill[],
  { lobs, countOf }: { readonly lobs: readonly Lob[]; readonly countOf: CountOf | undefined },
): readonly Column<Skill>[] {
  const names = new Map(skills.map(({ id, name }) => [id, name]))
  const lobNames = new Map(lobs.map(({ id, name }) => [id, name]))
  const column = (key: keyof typeof words.columns, rest: Omit<Column<Skill>, 'key' | 'title'>) => ({
    ...{ key, title: words.columns[key] },
    ...rest,
  })
  return [
    column('name', {
      text: ({ name }) => name,
      show: ({ id, name }) => <AccountLink to={`/skills/${id}`}>{name}</AccountLink>,
      width: 'minmax(8rem, 2fr)',
    }),
    column('description', {
      text: ({ description = '' }) => description,
      width: 'minmax(8rem, 3fr)',
      wide: true,
    }),
    column('lobs', {
      text: ({ lobIds = [] }) => lobIds.map((id) => lobNames.get(id) ?? `${id}`).join(', '),
      width: 'minmax(7rem, 1fr)',
      wide: true,
    }),
    column('transfer', {
      text: (skill) => transfersOf(skill, { names, words }),
      width: 'minmax(7rem, 2fr)',
    }),
    ...(countOf === undefined
      ? []
      : [column('users', { text: ({ id }) => countOf(id).users, width: '4.5rem' })]),
  ]
}
